"""The published record as readers are shown it: its rows gathered in few queries, names as of the day, lines and parts of pages."""
