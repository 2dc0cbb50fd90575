"""Stand-ins at our own edges."""
