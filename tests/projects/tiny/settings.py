from os import environ

SESSION_CONFIGS = [
    dict(
        name='pair',
        display_name='Two players meet on a wait page',
        app_sequence=['pair'],
        num_demo_participants=2,
        treatment='high',
    ),
]

SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=0.5, participation_fee=2.00, doc='')

ROOMS = [dict(name='lab', display_name='Laboratory', participant_label_file='_rooms/lab.txt')]

PARTICIPANT_FIELDS = []
SESSION_FIELDS = []
LANGUAGE_CODE = 'en'
REAL_WORLD_CURRENCY_CODE = 'EUR'
USE_POINTS = True
ADMIN_USERNAME = 'admin'
ADMIN_PASSWORD = environ.get('OTREE_ADMIN_PASSWORD')
SECRET_KEY = 'not-a-secret'
