"""What may be shown of groups, and what not."""
