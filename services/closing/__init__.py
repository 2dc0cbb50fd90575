"""The end of the day: what is still open, who stays in line, the sign-off."""
