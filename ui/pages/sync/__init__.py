"""Sync: what waits, what came, what has to be decided."""
