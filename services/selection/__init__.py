"""Who asks to meet the mayor, what was decided about it, and that nobody is forgotten."""
