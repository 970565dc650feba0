"""Mail to a group, and reminders before a meeting."""
