"""The same services for the IT office's timers and scripts."""
