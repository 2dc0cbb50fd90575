"""The reception desk: the whole line and everything that can be done with it."""
