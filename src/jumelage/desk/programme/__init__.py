"""The programme of an edition as it was held: the screens of items, visits, contributions and statements."""
