"""The demo around the portal: a mail server that keeps everything, and one process tree for all of it."""
