"""What a person sees; shows and asks, decides nothing."""
