# The page zoo: one small app for each thing that oTree pages can do. `expected.toml` says what a run must come to.

SESSION_CONFIGS = [
    dict(
        name='all_fields',
        app_sequence=['all_fields'],
        num_demo_participants=1,
        doc='every type of field with every widget that oTree has for it; finished',
    ),
    dict(
        name='values_unlike_labels',
        app_sequence=['values_unlike_labels'],
        num_demo_participants=1,
        doc='what is stored for a choice is nothing like what people read; finished',
    ),
    dict(
        name='dynamic_rules',
        app_sequence=['dynamic_rules'],
        num_demo_participants=1,
        doc='bounds, choices and the rule for a text come from functions, and the messages say the rules; finished',
    ),
    dict(
        name='low_and_high',
        app_sequence=['low_and_high'],
        num_demo_participants=1,
        doc='the page wants the second number above the first, and says so; finished',
    ),
    dict(
        name='sum_to_100',
        app_sequence=['sum_to_100'],
        num_demo_participants=1,
        doc='three numbers must sum to 100, and the message says so; three to 80, and the button shows only then; finished',
    ),
    dict(
        name='ranking',
        app_sequence=['ranking'],
        num_demo_participants=1,
        doc='each rank may be given only once, and the message says so; finished',
    ),
    dict(
        name='steps',
        app_sequence=['steps'],
        num_demo_participants=1,
        doc='each number must be at least the one before, and the message says so; finished',
    ),
    dict(
        name='raw_inputs',
        app_sequence=['raw_inputs'],
        num_demo_participants=1,
        doc='inputs written by hand, one of each type that HTML has; finished',
    ),
    dict(
        name='button_sets_hidden',
        app_sequence=['button_sets_hidden'],
        num_demo_participants=1,
        doc='a button that is no submit writes the answer into a hidden input; finished',
    ),
    dict(
        name='two_of_five',
        app_sequence=['two_of_five'],
        num_demo_participants=1,
        doc='exactly two of five boxes must be ticked, and the message says so; finished',
    ),
    dict(
        name='checkbox_group',
        app_sequence=['checkbox_group'],
        num_demo_participants=1,
        doc='boxes of one name; a script joins what is ticked into a hidden input; finished',
    ),
    dict(
        name='multiple_select',
        app_sequence=['multiple_select'],
        num_demo_participants=1,
        doc='a list of which several can be picked, joined into a hidden input; finished',
    ),
    dict(
        name='button_group',
        app_sequence=['button_group'],
        num_demo_participants=1,
        doc='radios that are hidden under labels which look like buttons; finished',
    ),
    dict(
        name='answer_buttons',
        app_sequence=['answer_buttons'],
        num_demo_participants=1,
        doc='the buttons are the answer, and there is no other button; finished',
    ),
    dict(
        name='likert_header',
        app_sequence=['likert_header'],
        num_demo_participants=1,
        doc='a table of radios whose wording stands only in its first row; finished',
    ),
    dict(
        name='cards',
        app_sequence=['cards'],
        num_demo_participants=1,
        doc='a click on a card sets a hidden input; nothing but the pointer tells that it can be clicked; finished',
    ),
    dict(
        name='images',
        app_sequence=['images'],
        num_demo_participants=1,
        doc='a click on a picture sets a hidden input; finished',
    ),
    dict(
        name='slider_to_touch',
        app_sequence=['slider_to_touch'],
        num_demo_participants=1,
        doc='the button comes alive when the slider has been moved; finished',
    ),
    dict(
        name='slider_without_name',
        app_sequence=['slider_without_name'],
        num_demo_participants=1,
        doc='a slider that posts nothing by itself; a script copies what it says into a hidden input; finished',
    ),
    dict(
        name='chosen_fields',
        app_sequence=['chosen_fields'],
        num_demo_participants=2,
        doc='get_form_fields names the fields; finished',
    ),
    dict(
        name='quiz_by_field',
        app_sequence=['quiz_by_field'],
        num_demo_participants=1,
        doc='a quiz that must be right; each wrong answer is marked, so trying solves it; finished',
    ),
    dict(
        name='quiz_by_page',
        app_sequence=['quiz_by_page'],
        num_demo_participants=1,
        doc='a quiz that must be right; one message for the page names the questions that are wrong; finished',
    ),
    dict(
        name='quiz_three_tries',
        app_sequence=['quiz_three_tries'],
        num_demo_participants=1,
        doc='a quiz that counts the tries and lets everybody pass after three; finished',
    ),
    dict(
        name='secret_code',
        app_sequence=['secret_code'],
        num_demo_participants=1,
        doc='only a code that the experimenter hands out is accepted: could not be played, needs an answer',
    ),
    dict(
        name='advance_by_script',
        app_sequence=['advance_by_script'],
        num_demo_participants=1,
        doc='the page sends itself after two seconds; finished',
    ),
    dict(
        name='advance_by_timer',
        app_sequence=['advance_by_timer'],
        num_demo_participants=1,
        doc='the page has no button, and its timer ends it after three seconds; finished',
    ),
    dict(
        name='advance_by_message',
        app_sequence=['advance_by_message'],
        num_demo_participants=1,
        doc='a live message from the server ends the page; finished',
    ),
    dict(
        name='next_after_pause',
        app_sequence=['next_after_pause'],
        num_demo_participants=1,
        doc='the button appears after two seconds; finished',
    ),
    dict(
        name='next_after_tabs',
        app_sequence=['next_after_tabs'],
        num_demo_participants=1,
        doc='the button appears when each of three tabs has been opened; finished',
    ),
    dict(
        name='slides',
        app_sequence=['slides'],
        num_demo_participants=1,
        doc='a text in four parts with buttons to turn them over; the next button comes with the last; finished',
    ),
    dict(
        name='asks_again',
        app_sequence=['asks_again'],
        num_demo_participants=1,
        doc='the next button opens a dialog, whose own next button sends: finished',
    ),
    dict(
        name='slides_apart',
        app_sequence=['slides_apart'],
        num_demo_participants=1,
        doc='the same, with buttons of its own on each part, and a way back; finished',
    ),
    dict(
        name='sent_by_script',
        app_sequence=['sent_by_script'],
        num_demo_participants=1,
        doc='a list of choices that change each other; the form has no button of its own, a script fills and sends it; finished',
    ),
    dict(
        name='refused_for_seconds',
        app_sequence=['refused_for_seconds'],
        num_demo_participants=1,
        doc='the server refuses the press until some seconds have passed; finished',
    ),
    dict(
        name='next_after_scroll',
        app_sequence=['next_after_scroll'],
        num_demo_participants=1,
        doc='the button comes alive when the text in a box has been scrolled to its end; finished',
    ),
    dict(
        name='next_after_page_scroll',
        app_sequence=['next_after_page_scroll'],
        num_demo_participants=1,
        doc='the button appears when a long page has been scrolled to its end; finished',
    ),
    dict(
        name='next_after_video',
        app_sequence=['next_after_video'],
        num_demo_participants=1,
        doc='the button appears when a video, started by a button, has ended; finished',
    ),
    dict(
        name='live_buttons',
        app_sequence=['live_buttons'],
        num_demo_participants=1,
        doc='a live page: three presses on a button that the server counts, then a next button appears; finished',
    ),
    dict(
        name='live_inputs',
        app_sequence=['live_inputs'],
        num_demo_participants=1,
        doc='a live page: a number and a word are sent by a button outside the form; the server answers; finished',
    ),
    dict(
        name='order_book',
        app_sequence=['order_book'],
        num_demo_participants=4,
        doc='a market of two buyers and two sellers who bid, ask and trade by live messages; finished',
    ),
    dict(
        name='client_drawn',
        app_sequence=['client_drawn'],
        num_demo_participants=1,
        doc='a client framework draws the page, form included, from data that it fetches; finished',
    ),
    dict(
        name='chat',
        app_sequence=['chat'],
        num_demo_participants=2,
        doc='two people may write to each other before they go on; finished',
    ),
    dict(
        name='wait_for_group',
        app_sequence=['wait_for_group'],
        num_demo_participants=2,
        doc='a wait page for a group of two, which computes a sum; finished',
    ),
    dict(
        name='by_arrival',
        app_sequence=['by_arrival'],
        num_demo_participants=4,
        doc='pairs in the order of arrival; finished',
    ),
    dict(
        name='wait_for_all',
        app_sequence=['wait_for_all'],
        num_demo_participants=4,
        doc='everybody waits for everybody, whatever the group; finished',
    ),
    dict(
        name='lobby',
        app_sequence=['lobby'],
        num_demo_participants=3,
        doc='a lobby lets three people in as soon as they are there, the method of the author decides; finished',
    ),
    dict(
        name='skip_app',
        app_sequence=['skip_first', 'skip_middle', 'skip_last'],
        num_demo_participants=1,
        doc='the first app sends everybody to the last one, past the one between; finished',
    ),
    dict(
        name='room',
        app_sequence=['room'],
        num_demo_participants=2,
        doc='the session belongs to a room whose label file says who may come; finished',
    ),
    dict(
        name='lab_start',
        app_sequence=['lab_start'],
        num_demo_participants=2,
        doc='a page without any control, until the experimenter advances everybody; botex.toml says so; finished',
    ),
    dict(
        name='redirect_after_five',
        app_sequence=['redirect_after_five'],
        num_demo_participants=1,
        doc='the last page goes to a recruiting platform by itself after five seconds; finished',
    ),
    dict(
        name='iframe',
        app_sequence=['iframe'],
        num_demo_participants=1,
        doc='a control in a frame tells the page around it what was chosen; finished',
    ),
    dict(
        name='device_gate',
        app_sequence=['device_gate'],
        num_demo_participants=1,
        doc='phones are turned away: the button is there for large windows and desktop browsers only; finished',
    ),
    dict(
        name='focus_gate',
        app_sequence=['focus_gate'],
        num_demo_participants=1,
        doc='who looks at another tab is sent away: the page must be visible and focused; finished',
    ),
    dict(
        name='honeypots',
        app_sequence=['honeypots'],
        num_demo_participants=1,
        doc='buttons, links and boxes that people cannot see give a robot away; finished',
    ),
    dict(
        name='keys',
        app_sequence=['keys'],
        num_demo_participants=1,
        doc='a key must be pressed to answer, and the page says which; finished',
    ),
    dict(
        name='reaction_task',
        app_sequence=['reaction_task'],
        num_demo_participants=1,
        doc='keys must be pressed within half a second, forty times: could not be played, needs a skill',
    ),
    dict(
        name='drag_and_drop',
        app_sequence=['drag_and_drop'],
        num_demo_participants=1,
        doc='three things must be dragged into a box: could not be played, needs a skill',
    ),
    dict(
        name='canvas',
        app_sequence=['canvas'],
        num_demo_participants=1,
        doc='a point of a canvas must be clicked: could not be played, needs a skill',
    ),
    dict(
        name='svg',
        app_sequence=['svg'],
        num_demo_participants=1,
        doc='parts of a drawing can be clicked, and one must be; finished',
    ),
    dict(
        name='slider_task',
        app_sequence=['slider_task'],
        num_demo_participants=1,
        doc='handles made by hand must be dragged to the middle of their bars: could not be played, needs a skill',
    ),
    dict(
        name='slider_task_skipped',
        app_sequence=['slider_task_skipped'],
        num_demo_participants=1,
        doc='the same task, which botex.toml tells the bots to skip; finished',
    ),
    dict(
        name='languages',
        app_sequence=['languages'],
        num_demo_participants=1,
        doc='pages in Arabic, Chinese and Japanese, written from right to left and without blanks; finished',
    ),
    dict(
        name='alert_at_load',
        app_sequence=['alert_at_load'],
        num_demo_participants=1,
        doc='an alert greets everybody; finished',
    ),
    dict(
        name='confirm_before_sending',
        app_sequence=['confirm_before_sending'],
        num_demo_participants=1,
        doc='the browser asks whether people are sure, and only a yes sends the answer; finished',
    ),
    dict(
        name='prompt_for_a_name',
        app_sequence=['prompt_for_a_name'],
        num_demo_participants=1,
        doc='the browser asks for a name in a window of its own, with one in it already; finished',
    ),
    dict(
        name='before_unload',
        app_sequence=['before_unload'],
        num_demo_participants=1,
        doc='the browser asks whether people really want to leave the page, also when the form is sent; finished',
    ),
    dict(
        name='pop_up',
        app_sequence=['pop_up'],
        num_demo_participants=1,
        doc='a button opens the instructions in a new window, and the way on is free after that; finished',
    ),
    dict(
        name='promise_rejected',
        app_sequence=['promise_rejected'],
        num_demo_participants=1,
        doc='a script of the page fails after a moment, where nobody catches it: broken, script error',
    ),
    dict(
        name='accepts_nothing',
        app_sequence=['accepts_nothing'],
        num_demo_participants=1,
        doc='a script empties the input whenever something is typed: could not be played, needs an answer',
    ),
    dict(
        name='far_script',
        app_sequence=['far_script'],
        num_demo_participants=1,
        doc='a library that a page takes from another server cannot be reached, and the script that needs it fails: could not be played, needs the network',
    ),
    dict(
        name='malformed',
        app_sequence=['malformed'],
        num_demo_participants=1,
        doc='tags that are not closed, closed twice or nested wrongly, and an id that is used twice; finished',
    ),
    dict(
        name='never_loads',
        app_sequence=['never_loads'],
        num_demo_participants=1,
        doc='the second page takes a minute to come, and everybody waits: could not be played, endless code',
    ),
]

SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.00, participation_fee=0.00)

ROOMS = [
    dict(name='lab', display_name='The lab', participant_label_file='_rooms/lab.txt', use_secure_urls=True),
]

PARTICIPANT_FIELDS = []
SESSION_FIELDS = []

LANGUAGE_CODE = 'en'
REAL_WORLD_CURRENCY_CODE = 'EUR'
USE_POINTS = True

ADMIN_USERNAME = 'admin'
ADMIN_PASSWORD = None
SECRET_KEY = 'only-for-tests'
DEMO_PAGE_INTRO_HTML = ''
