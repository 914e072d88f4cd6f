from os import environ

SESSION_CONFIGS = [
    dict(
        name='trust',
        display_name='Trust game, multiplier 3',
        app_sequence=['trust'],
        num_demo_participants=2,
        multiplier=3,
    ),
    dict(
        name='trust_high',
        display_name='Trust game, multiplier 5',
        app_sequence=['trust'],
        num_demo_participants=2,
        multiplier=5,
    ),
]

SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=0.05, participation_fee=4.00)

PARTICIPANT_FIELDS = []
SESSION_FIELDS = []

LANGUAGE_CODE = 'en'
REAL_WORLD_CURRENCY_CODE = 'EUR'
USE_POINTS = True

ADMIN_USERNAME = 'admin'
ADMIN_PASSWORD = environ.get('OTREE_ADMIN_PASSWORD')
SECRET_KEY = environ.get('OTREE_SECRET_KEY', 'not-a-secret-in-a-demo')
DEMO_PAGE_INTRO_HTML = ''
