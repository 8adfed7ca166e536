"""How we know: what sources say about a record, shown and written on the record's own screen."""
