"""Every kind of control that a participant can meet on an ordinary oTree page, a wait page, a timer, and a live page with a chat."""

SESSION_CONFIGS = [
    dict(name="widgets", app_sequence=["widgets"], num_demo_participants=1),
    dict(name="pair", app_sequence=["pair"], num_demo_participants=2),
    dict(name="hurry", app_sequence=["hurry"], num_demo_participants=1),
    dict(name="talk", app_sequence=["talk"], num_demo_participants=1),
]
SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.0, participation_fee=0.0)
LANGUAGE_CODE = "en"
REAL_WORLD_CURRENCY_CODE = "EUR"
USE_POINTS = True
SECRET_KEY = "tests only"
