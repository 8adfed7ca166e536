"""The desk's screens of agreements: what was agreed, who signed, which terms it has."""
