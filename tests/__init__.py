"""Tests mirror the tree; they go through public doors."""
