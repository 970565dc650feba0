"""What only the demo has: everybody's mail."""
