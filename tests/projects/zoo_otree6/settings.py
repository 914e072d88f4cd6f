# What oTree 6 brought; its predecessor knows none of it.

SESSION_CONFIGS = [
    dict(
        name='decimal_field',
        app_sequence=['decimal_field'],
        num_demo_participants=1,
        doc='a number with a unit and its own decimals; finished',
    ),
    dict(
        name='back_button',
        app_sequence=['back_button'],
        num_demo_participants=1,
        doc='people may go back a page; finished',
    ),
    dict(
        name='kept_inputs',
        app_sequence=['kept_inputs'],
        num_demo_participants=1,
        doc='inputs written by hand keep what was typed when the page comes back; finished',
    ),
    dict(
        name='trial_page',
        app_sequence=['trial_page'],
        num_demo_participants=1,
        doc="oTree's trial pages, whose client library is missing from the package: could not be played, needs a skill",
    ),
    dict(
        name='multi_string',
        app_sequence=['multi_string'],
        num_demo_participants=1,
        doc='a field for several strings, which the package cannot draw: broken, error 500',
    ),
    dict(
        name='blank_layout',
        app_sequence=['blank_layout'],
        num_demo_participants=1,
        doc='a page without the frame that oTree puts around others; finished',
    ),
    dict(
        name='python_page',
        app_sequence=['python_page'],
        num_demo_participants=1,
        doc='a page that is written in Python instead of a template; finished',
    ),
    dict(
        name='async_live',
        app_sequence=['async_live'],
        num_demo_participants=1,
        doc='a live method that answers twice, and late; finished',
    ),
    dict(
        name='room_welcome',
        app_sequence=['room_welcome'],
        num_demo_participants=2,
        doc="a room whose welcome page is the author's own and wants a tick; finished",
    ),
]

SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.00, participation_fee=0.00)

ROOMS = [dict(name='door', display_name='A room with a door', welcome_page='shared/Door.html')]

PARTICIPANT_FIELDS = []
SESSION_FIELDS = []

LANGUAGE_CODE = 'en'
REAL_WORLD_CURRENCY_CODE = 'EUR'
USE_POINTS = True

ADMIN_USERNAME = 'admin'
ADMIN_PASSWORD = None
SECRET_KEY = 'only-for-tests'
DEMO_PAGE_INTRO_HTML = ''
