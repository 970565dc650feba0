"""What a module develops: aspects and roles in quarters, made by one organiser and confirmed by another."""
