SESSION_CONFIGS = [
    dict(name='number_game', app_sequence=['number_game'], num_demo_participants=9),
]

SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.00, participation_fee=0.00)

PARTICIPANT_FIELDS = []
SESSION_FIELDS = []

LANGUAGE_CODE = 'en'
REAL_WORLD_CURRENCY_CODE = 'EUR'
USE_POINTS = True

ADMIN_USERNAME = 'admin'
ADMIN_PASSWORD = None
SECRET_KEY = 'only-for-benchmarks'
DEMO_PAGE_INTRO_HTML = ''
