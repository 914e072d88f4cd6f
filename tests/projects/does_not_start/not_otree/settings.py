"""Settings of a program that has nothing to do with oTree."""

THEME = 'dark'
FONT_SIZE = 12
