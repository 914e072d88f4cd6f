# A study in German, where people write decimals with a comma.

SESSION_CONFIGS = [
    dict(
        name='komma',
        app_sequence=['komma'],
        num_demo_participants=1,
        doc='Beträge und Zahlen mit Komma; finished',
    ),
    dict(
        name='summe',
        app_sequence=['summe'],
        num_demo_participants=1,
        doc='die Meldung nennt eine Summe mit Komma; finished',
    ),
]

SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.00, participation_fee=0.00)

PARTICIPANT_FIELDS = []
SESSION_FIELDS = []

LANGUAGE_CODE = 'de'
REAL_WORLD_CURRENCY_CODE = 'EUR'
USE_POINTS = False

ADMIN_USERNAME = 'admin'
ADMIN_PASSWORD = None
SECRET_KEY = 'only-for-tests'
DEMO_PAGE_INTRO_HTML = ''
