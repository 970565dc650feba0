"""What tests need of the world: databases, servers, a mail sink, a browser."""
