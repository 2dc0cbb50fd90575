"""What the office does; no Qt; each verb callable from a test, a shell or a timer."""
