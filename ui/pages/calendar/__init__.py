"""The calendar: the mayor's sessions, every other meeting, and their slots."""
