"""From a checkout to a program that a person can open."""
