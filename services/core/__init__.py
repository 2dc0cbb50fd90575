"""The ground under every room: file, transaction, clock, texts, settings."""
