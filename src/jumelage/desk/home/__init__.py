"""The desk's home page: what waits for the person who opens it."""
