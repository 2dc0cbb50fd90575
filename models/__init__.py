"""What the office knows, and the rules that one record can keep by itself."""
