"""What is on offer: programmes, editions, modules, meetings, breakouts."""
