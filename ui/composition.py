"""Puts view models and pages together from the services; the list of pages."""
