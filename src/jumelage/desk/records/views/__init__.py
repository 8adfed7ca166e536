"""The views of the record screen; each is told by the address which kind it shows."""
