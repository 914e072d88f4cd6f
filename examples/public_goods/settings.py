from os import environ

SESSION_CONFIGS = [
    dict(
        name='public_goods',
        display_name='Public goods game',
        app_sequence=['instructions', 'public_goods'],
        num_demo_participants=3,
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
