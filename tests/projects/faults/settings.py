# One small app per fault. `expected.toml` says what a run must find.

SESSION_CONFIGS = [
    dict(
        name='crash_on_submit',
        app_sequence=['crash_on_submit'],
        num_demo_participants=1,
        doc='before_next_page divides by zero: broken, error 500 when the answer is sent',
    ),
    dict(
        name='crash_on_page_two',
        app_sequence=['crash_on_page_two'],
        num_demo_participants=1,
        doc='the second page looks for a treatment nobody has set: broken, error 500 when the page is fetched',
    ),
    dict(
        name='crash_when_all_arrive',
        app_sequence=['crash_when_all_arrive'],
        num_demo_participants=2,
        doc='after_all_players_arrive raises: broken for the last to arrive, blocked for the one who waits',
    ),
    dict(
        name='template_missing',
        app_sequence=['template_missing'],
        num_demo_participants=1,
        doc='a page has no template: broken, error 500',
    ),
    dict(
        name='template_variable_missing',
        app_sequence=['template_variable_missing'],
        num_demo_participants=1,
        doc='a template names a variable that vars_for_template does not give: broken, error 500',
    ),
    dict(
        name='no_next_button',
        app_sequence=['no_next_button'],
        num_demo_participants=1,
        doc='a page in the middle has no next button and is shown to everybody: broken, dead end',
    ),
    dict(
        name='dead_end_in_round_1',
        app_sequence=['dead_end_in_round_1'],
        num_demo_participants=1,
        doc='the results page of each round has no next button: broken, dead end in round 1 of 3',
    ),
    dict(
        name='last_page_too_early',
        app_sequence=['last_page_too_early'],
        num_demo_participants=2,
        doc='the condition of the last page is true from the first round on: broken, everybody is stuck in round 1 of 3',
    ),
    dict(
        name='partner_skips_grouping',
        app_sequence=['partner_skips_grouping'],
        num_demo_participants=2,
        doc='a partner skips the page on which groups are made by arrival: broken, the other waits for ever',
    ),
    dict(
        name='odd_one_out',
        app_sequence=['odd_one_out'],
        num_demo_participants=3,
        doc='pairs are made by arrival and three people come; bots cannot know whether a fourth would: could not be played, needs time',
    ),
    dict(
        name='partner_screened_out',
        app_sequence=['partner_screened_out'],
        num_demo_participants=2,
        doc='one of two partners is screened out, the other waits for ever: early end, which nobody got past: could not be played, and blocked',
    ),
    dict(
        name='script_error_at_load',
        app_sequence=['script_error_at_load'],
        num_demo_participants=1,
        doc='a script of the page fails while loading; the page can still be left: broken, script error',
    ),
    dict(
        name='script_error_dead_button',
        app_sequence=['script_error_dead_button'],
        num_demo_participants=1,
        doc='a script stops the submit and then fails, so the button does nothing: broken, script error',
    ),
    dict(
        name='live_method_fails',
        app_sequence=['live_method_fails'],
        num_demo_participants=1,
        doc='the live method fails at what the page sends, and the page shows nothing of it: broken, live error',
    ),
    dict(
        name='script_changes_value',
        app_sequence=['script_changes_value'],
        num_demo_participants=1,
        doc='a script of the page sends another number than the one entered: broken, lost answer',
    ),
    dict(
        name='hidden_rule',
        app_sequence=['hidden_rule'],
        num_demo_participants=1,
        doc='only 77 is accepted, and neither page nor message says so: could not be played, needs an answer',
    ),
    dict(
        name='secret_word',
        app_sequence=['secret_word'],
        num_demo_participants=1,
        doc='only a word that the experimenter says aloud is accepted: could not be played, needs an answer',
    ),
    dict(
        name='quiz_undeclared',
        app_sequence=['quiz_undeclared'],
        num_demo_participants=1,
        doc='a quiz whose answers nobody has declared: could not be played, needs an answer for each question',
    ),
    dict(
        name='impossible_bounds',
        app_sequence=['impossible_bounds'],
        num_demo_participants=2,
        doc='the bounds of the first mover leave no number: could not be played, and the partner is blocked',
    ),
    dict(
        name='optional_left_empty',
        app_sequence=['optional_left_empty'],
        num_demo_participants=1,
        doc='a later page fails if an optional field was left empty; bots fill optional fields by default: finished',
    ),
    dict(
        name='free_text_unescaped',
        app_sequence=['free_text_unescaped'],
        num_demo_participants=2,
        doc="what one participant writes is put into the partner's page without escaping, and runs there: broken, script error",
    ),
    dict(
        name='form_field_misspelled',
        app_sequence=['form_field_misspelled'],
        num_demo_participants=1,
        doc='form_fields names a field that the player does not have: broken, error 500',
    ),
    dict(
        name='session_creation_type_error',
        app_sequence=['session_creation_type_error'],
        num_demo_participants=1,
        doc='creating_session raises a TypeError: broken before anybody plays, and all are blocked',
    ),
    dict(
        name='session_creation_error',
        app_sequence=['session_creation_error'],
        num_demo_participants=1,
        doc='creating_session asks the session config for a field it does not have: broken before anybody plays, and all are blocked',
    ),
    dict(
        name='unknown_next_app',
        app_sequence=['unknown_next_app'],
        num_demo_participants=1,
        doc='app_after_this_page names an app that is not in the session: broken, error 500',
    ),
    dict(
        name='consent_refusable',
        app_sequence=['consent_refusable'],
        num_demo_participants=2,
        doc='everybody may refuse at the consent page, which nothing declares: finished after a replay, early end listed',
    ),
    dict(
        name='everybody_screened_out',
        app_sequence=['everybody_screened_out'],
        num_demo_participants=2,
        doc='whatever is answered, everybody is screened out: early end for all: could not be played',
    ),
    dict(
        name='canvas_task',
        app_sequence=['canvas_task'],
        num_demo_participants=1,
        doc='the button works only after three points were clicked on a canvas: could not be played, needs a skill',
    ),
    dict(
        name='enforced_reading',
        app_sequence=['enforced_reading'],
        num_demo_participants=1,
        doc='the button appears after ten minutes: could not be played, needs more time',
    ),
    dict(
        name='template_in_other_letters',
        app_sequence=['template_in_other_letters'],
        num_demo_participants=1,
        doc='the template of a page is there with a small first letter: broken, error 500',
    ),
    dict(
        name='static_file_missing',
        app_sequence=['static_file_missing'],
        num_demo_participants=1,
        doc='a template names a static file that is not there: broken, error 500',
    ),
    dict(
        name='participant_field_undeclared',
        app_sequence=['participant_field_undeclared'],
        num_demo_participants=1,
        doc='an attribute of the participant that PARTICIPANT_FIELDS does not declare: broken, error 500',
    ),
    dict(
        name='branch_nobody_enters',
        app_sequence=['branch_nobody_enters'],
        num_demo_participants=1,
        doc='a page of a treatment that is never drawn has no template: broken, as its files say without being played',
    ),
    dict(
        name='only_on_my_computer',
        app_sequence=['only_on_my_computer'],
        num_demo_participants=1,
        completion_url='https://recruiting.example/complete?cc=XXXXXXX',
        doc='a link to localhost, a package that requirements.txt does not name, a code nobody filled in: all to review; finished',
    ),
    dict(
        name='lab_start_undeclared',
        app_sequence=['lab_start_undeclared'],
        num_demo_participants=2,
        doc='everybody waits for the experimenter, which nothing declares, and behind a wait page a fault follows: broken twice, dead end and error 500',
    ),
    dict(
        name='code_for_one',
        app_sequence=['code_for_one'],
        num_demo_participants=2,
        doc='one of two partners is asked for a code that bots do not know; it is moved on, and a page that needs the code fails: could not be played, and the partner blocked by what is only to review',
    ),
    dict(
        name='export_dies_of_a_dropout',
        app_sequence=['export_dies_of_a_dropout'],
        num_demo_participants=1,
        doc='the custom export adds answers that whoever dropped out has not given: broken for the experimenter; all finished',
    ),
    dict(
        name='uneven_export',
        app_sequence=['uneven_export'],
        num_demo_participants=1,
        doc='rows of the custom export are shorter for whoever has not answered: to review; finished',
    ),
    dict(
        name='admin_report_template_crashes',
        app_sequence=['admin_report_template_crashes'],
        num_demo_participants=1,
        doc='the template of the admin report names a variable that nobody gives: broken for the experimenter; all finished',
    ),
    dict(
        name='admin_report_function_crashes',
        app_sequence=['admin_report_function_crashes'],
        num_demo_participants=1,
        doc='vars_for_admin_report compares a number with None: broken for the experimenter; all finished',
    ),
    dict(
        name='nothing_for_one_role',
        app_sequence=['nothing_for_one_role'],
        num_demo_participants=2,
        doc='the payoff of one of two roles is never set: to review; finished',
    ),
    dict(
        name='payoff_below_zero',
        app_sequence=['payoff_below_zero'],
        num_demo_participants=1,
        doc='the payoff is less than nothing: to review; finished',
    ),
    dict(
        name='treatment_never_set',
        app_sequence=['treatment_never_set'],
        num_demo_participants=1,
        doc='the treatment is set in a round that never comes, and a page needs it: broken, error 500',
    ),
    dict(
        name='wrong_is_displayed',
        app_sequence=['wrong_is_displayed'],
        num_demo_participants=1,
        doc='a page is displayed to the second player of groups that have one: nobody sees it, which is listed; finished',
    ),
    dict(
        name='payoff_never_set',
        app_sequence=['payoff_never_set'],
        num_demo_participants=2,
        doc='the wait page does not call the function that sets payoffs: to review; finished',
    ),
    dict(
        name='amount_without_bounds',
        app_sequence=['amount_without_bounds'],
        num_demo_participants=1,
        doc='payoffs are reckoned from an amount that may be anything: to review; finished',
    ),
    dict(
        name='refused_choices',
        app_sequence=['refused_choices'],
        num_demo_participants=1,
        doc='choices written in HTML are below what the field takes: broken',
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
DEMO_PAGE_INTRO_HTML = ''
