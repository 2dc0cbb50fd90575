"""Today at a glance: the line, the session, what is due."""
