"""An SMTP sink for development: keeps every message as a file and shows it on a web page."""
