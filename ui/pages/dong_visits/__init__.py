"""Dong visits: the dongs, when each was last visited, and the plan of a visit."""
