"""Jumelage: reads the reports of twinned cities' seminars and runs the record of their partnership."""

__version__ = "0.1.0"
