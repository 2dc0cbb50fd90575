"""Panels that come in from the right; shared by pages, they know no page."""
