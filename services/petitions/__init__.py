"""Petitions: received, counted, handed on, extended, answered, ended."""
