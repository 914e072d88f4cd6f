# One small app per fault of a form. `expected.toml` says what --botex-forms must find.

SESSION_CONFIGS = [
    dict(
        name='only_in_browser',
        app_sequence=['only_in_browser'],
        num_demo_participants=1,
        doc="min and max stand in the page's HTML and not in the model",
    ),
    dict(
        name='rule_of_the_page',
        app_sequence=['rule_of_the_page'],
        num_demo_participants=1,
        doc="min and max stand in the page's HTML, and its button sends the form without checking them",
    ),
    dict(
        name='off_by_one',
        app_sequence=['off_by_one'],
        num_demo_participants=1,
        doc='the label says 1 to 5, the model 1 to 6',
    ),
    dict(
        name='optional_crashes',
        app_sequence=['optional_crashes'],
        num_demo_participants=1,
        doc='the next page counts with an answer that may be left out',
    ),
    dict(
        name='silent',
        app_sequence=['silent'],
        num_demo_participants=1,
        doc='the page has no place for the message of its field',
    ),
    dict(
        name='left_on_dashes',
        app_sequence=['left_on_dashes'],
        num_demo_participants=1,
        doc='oTree fails when a price that may be left out is left out',
    ),
    dict(
        name='foreign_choice',
        app_sequence=['foreign_choice'],
        num_demo_participants=1,
        doc='the page offers a choice that the model does not have',
    ),
    dict(
        name='counts_attempts',
        app_sequence=['counts_attempts'],
        num_demo_participants=1,
        doc='the second answer is taken, whatever it is',
    ),
    dict(
        name='sum_to_100',
        app_sequence=['sum_to_100'],
        num_demo_participants=1,
        doc='healthy: two numbers have to go together',
    ),
]

SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.00, participation_fee=0.00)
PARTICIPANT_FIELDS = []
SESSION_FIELDS = []
LANGUAGE_CODE = 'en'
REAL_WORLD_CURRENCY_CODE = 'EUR'
USE_POINTS = True
ADMIN_USERNAME = 'admin'
ADMIN_PASSWORD = None
SECRET_KEY = 'only-for-tests'
