"""Screens for persons, offices and who held them, sites, counterparts, judgements on identity, and sources."""
