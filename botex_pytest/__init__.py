"""Plays oTree experiments with bots through a real browser. See README.md for the five-minute start."""

__version__ = "0.1.0"
