"""Dongs and the visits of the mayor to them."""
