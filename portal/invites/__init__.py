"""What should be in whose agenda, what was sent there, and the difference."""
