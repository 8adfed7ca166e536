"""The desk's screens of honours: what was awarded, by whom and to whom, and whether it may be kept."""
