"""Settings: how the program looks on this desk, and who made it."""
