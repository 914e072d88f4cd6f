# One small app per thing that depends on who comes when, on how fast bots are, or on what is known about a quiz.

SESSION_CONFIGS = [
    dict(
        name='late_comer',
        app_sequence=['late_comer'],
        num_demo_participants=2,
        doc='whoever arrives when somebody has finished sees one page more; finished',
    ),
    dict(
        name='too_fast',
        app_sequence=['too_fast'],
        num_demo_participants=1,
        doc='the app fails for whoever reads a page in less than three seconds, which nobody does; finished',
    ),
    dict(
        name='quiz_in_tests',
        app_sequence=['quiz_in_tests'],
        num_demo_participants=1,
        doc='the answers to the quiz stand nowhere but in the tests.py of the app; finished',
    ),
    dict(
        name='quiz_that_counts',
        app_sequence=['quiz_that_counts'],
        num_demo_participants=1,
        doc='three questions with four choices each, and a message that only counts the right answers; finished',
    ),
]

SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.00, participation_fee=0.00)

PARTICIPANT_FIELDS = ['opened']
SESSION_FIELDS = ['finished']

LANGUAGE_CODE = 'en'
REAL_WORLD_CURRENCY_CODE = 'EUR'
USE_POINTS = True

ADMIN_USERNAME = 'admin'
ADMIN_PASSWORD = None
SECRET_KEY = 'only-for-tests'
DEMO_PAGE_INTRO_HTML = ''
