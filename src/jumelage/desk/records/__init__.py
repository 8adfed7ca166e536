"""The one record screen of the desk: list, form, record, export, notes; the kinds stand in ``screens``."""
