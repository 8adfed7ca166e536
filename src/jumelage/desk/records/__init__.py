"""The one record screen of the desk: list, form, record, history, export, notes; the kinds stand in ``screens``."""
