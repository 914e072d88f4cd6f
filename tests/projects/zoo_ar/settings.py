# A study in Arabic: oTree itself speaks it, and the pages run from right to left.

SESSION_CONFIGS = [
    dict(
        name='decision',
        app_sequence=['decision'],
        num_demo_participants=1,
        doc='قرار ورسالة; finished',
    ),
]

SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.00, participation_fee=0.00)

PARTICIPANT_FIELDS = []
SESSION_FIELDS = []

LANGUAGE_CODE = 'ar'
REAL_WORLD_CURRENCY_CODE = 'EUR'
USE_POINTS = True

ADMIN_USERNAME = 'admin'
ADMIN_PASSWORD = None
SECRET_KEY = 'only-for-tests'
DEMO_PAGE_INTRO_HTML = ''
