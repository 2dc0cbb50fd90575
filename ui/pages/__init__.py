"""The pages: one task each; a page knows no other page."""
