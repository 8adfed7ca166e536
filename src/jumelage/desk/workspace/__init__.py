"""The edition workspace: a whole seminar written down on five screens, one line a person, one line an item."""
