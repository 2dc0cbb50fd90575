"""A fictional city with its office, made from a seed through the real verbs."""
