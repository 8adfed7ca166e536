"""A record's versions: its history, two that meet in a conflict, and a proposal worked into what stands."""
