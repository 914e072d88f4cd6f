# One small app per thing that looks odd and is right. Every config is played to the end.

SESSION_CONFIGS = [
    dict(
        name='prefilled_number',
        app_sequence=['prefilled_number'],
        num_demo_participants=1,
        doc='the number field starts with 7 in it: what is stored is what the bot entered; finished',
    ),
    dict(
        name='seven_rounds',
        app_sequence=['seven_rounds'],
        num_demo_participants=1,
        doc='seven rounds that look the same, and no page at the end: every round counts; finished',
    ),
    dict(
        name='checkbox_consent',
        app_sequence=['checkbox_consent'],
        num_demo_participants=1,
        doc='the consent is a check box that has to be ticked; finished',
    ),
    dict(
        name='field_and_buttons',
        app_sequence=['field_and_buttons'],
        num_demo_participants=1,
        doc='a number and two buttons that answer: the number first, then one of the buttons; finished',
    ),
    dict(
        name='select_without_blank',
        app_sequence=['select_without_blank'],
        num_demo_participants=1,
        doc='a select without an empty option: its first option can be the answer; finished',
    ),
    dict(
        name='page_timer',
        app_sequence=['page_timer'],
        num_demo_participants=1,
        doc='a page submits itself after two seconds: a bot is faster; finished',
    ),
    dict(
        name='timer_wins',
        app_sequence=['timer_wins'],
        num_demo_participants=1,
        doc='a page submits itself long before it can be answered: the run says that the timer won; finished',
    ),
    dict(
        name='rewritten_by_app',
        app_sequence=['rewritten_by_app'],
        num_demo_participants=1,
        doc='the app rounds the answer down to tens before it goes on: listed as rewritten by the app; finished',
    ),
    dict(
        name='rounded_up',
        app_sequence=['rounded_up'],
        num_demo_participants=4,
        doc='the demo number 4 is no multiple of the group size 3: six people play; finished',
    ),
    dict(
        name='label_required',
        app_sequence=['label_required'],
        num_demo_participants=1,
        doc='a page fails for participants without a label: bots have one, as people from a recruiting platform do; finished',
    ),
    dict(
        name='random_treatments',
        app_sequence=['random_treatments'],
        num_demo_participants=3,
        doc='the treatment is drawn when the session is created, and some pages belong to one treatment; finished',
    ),
    dict(
        name='arrival_time',
        app_sequence=['arrival_time'],
        num_demo_participants=4,
        doc='pairs are made in the order of arrival; finished',
    ),
    dict(
        name='all_groups_wait',
        app_sequence=['all_groups_wait'],
        num_demo_participants=4,
        doc='two groups wait for each other, and the best group wins; finished',
    ),
    dict(
        name='outgoing_link',
        app_sequence=['outgoing_link'],
        num_demo_participants=1,
        doc='the last page has a link back to a recruiting platform: recorded, not followed; finished',
    ),
    dict(
        name='outgoing_redirect',
        app_sequence=['outgoing_redirect'],
        num_demo_participants=1,
        doc='the last page goes to a recruiting platform by itself after a second: recorded, not followed; finished',
    ),
    dict(
        name='outgoing_at_once',
        app_sequence=['outgoing_at_once'],
        num_demo_participants=1,
        doc='the last page goes to a recruiting platform before it has loaded: recorded, not followed; finished',
    ),
    dict(
        name='outgoing_button',
        app_sequence=['outgoing_button'],
        num_demo_participants=1,
        doc='a button leads back to a recruiting platform, and a page for others follows: recorded, not followed; finished',
    ),
    dict(
        name='honeypot',
        app_sequence=['honeypot'],
        num_demo_participants=1,
        doc='two fields that people cannot see end the session if they are filled in: bots leave them alone; finished',
    ),
    dict(
        name='likert',
        app_sequence=['likert'],
        num_demo_participants=1,
        doc='a table of statements: the question is in the row, the wording of the options only in the head of the column; finished',
    ),
    dict(
        name='free_text_shown',
        app_sequence=['free_text_shown'],
        num_demo_participants=2,
        doc='a participant writes markup, and the partner reads it as text: nothing of it may run, here or in a report; finished',
    ),
    dict(
        name='odd_labels',
        app_sequence=['odd_labels'],
        num_demo_participants=1,
        doc='labels with markup, odd white space or nothing at all, choices that differ little, and a text hidden from people; finished',
    ),
    dict(
        name='many_languages',
        app_sequence=['many_languages'],
        num_demo_participants=1,
        doc='labels, choices and stored values in German, Chinese, Arabic and with an emoji; finished',
    ),
    dict(
        name='choices_in_html',
        app_sequence=['choices_in_html'],
        num_demo_participants=1,
        doc='choices, a slider and a drop-down written in HTML stay within the bounds of their fields: finished',
    ),
    dict(
        name='timer_only',
        app_sequence=['timer_only'],
        num_demo_participants=1,
        doc='pages without a control that only their timer ends, one of them within a blink: finished',
    ),
    dict(
        name='export_minds_dropouts',
        app_sequence=['export_minds_dropouts'],
        num_demo_participants=2,
        doc='custom exports and an admin report that mind who has not answered yet; finished',
    ),
    dict(
        name='files_in_odd_places',
        app_sequence=['files_in_odd_places'],
        num_demo_participants=1,
        doc='templates and static files where only oTree looks for them, and names that only code knows; finished',
    ),
    dict(
        name='screen_out',
        app_sequence=['screen_out'],
        num_demo_participants=2,
        doc='who is too young is sent to an end that botex.toml declares: an early end; the other one finished',
    ),
    dict(
        name='quiz_counts_tries',
        app_sequence=['quiz_counts_tries'],
        num_demo_participants=1,
        doc='a quiz that counts how often it was tried, and says so: bots try the other answers; finished',
    ),
    dict(
        name='lab_start',
        app_sequence=['lab_start'],
        num_demo_participants=2,
        doc='everybody waits for the experimenter, as botex.toml declares; finished',
    ),
    dict(
        name='all_zero_payoffs',
        app_sequence=['all_zero_payoffs'],
        num_demo_participants=2,
        doc='a study without pay, whose payoffs are set to 0; finished',
    ),
    dict(
        name='slider_without_bounds',
        app_sequence=['slider_without_bounds'],
        num_demo_participants=1,
        doc='a slider has its bounds in the page alone: bots stay within them; finished',
    ),
    dict(
        name='anti_cheat',
        app_sequence=['anti_cheat'],
        num_demo_participants=1,
        doc='the server throws an error when a hidden input was changed, which no participant can do; finished',
    ),
    dict(
        name='old_payoff_function',
        app_sequence=['old_payoff_function'],
        num_demo_participants=1,
        doc='a function that sets payoffs is left over from another version, and payoffs are set elsewhere; finished',
    ),
]

SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.00, participation_fee=0.00)

PARTICIPANT_FIELDS = ['frame']
SESSION_FIELDS = []

LANGUAGE_CODE = 'en'
REAL_WORLD_CURRENCY_CODE = 'EUR'
USE_POINTS = True

ADMIN_USERNAME = 'admin'
ADMIN_PASSWORD = None
SECRET_KEY = 'only-for-tests'
DEMO_PAGE_INTRO_HTML = ''
