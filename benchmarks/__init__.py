"""What the portal costs and how it holds when a crowd presses one button: `python -m benchmarks`."""
