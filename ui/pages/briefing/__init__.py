"""Briefing: what somebody holds in hand, previewed as it will be printed."""
