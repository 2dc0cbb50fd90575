"""Sync: desks that work apart and lose nothing, through one shared database."""
