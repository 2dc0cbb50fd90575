"""Korean rules of paper, names, search, working time and the calendar; pure."""
