"""The contracts between the services: topics, events, the envelope, the taxonomy. Pure, no I/O."""
