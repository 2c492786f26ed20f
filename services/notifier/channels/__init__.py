"""The ways to a desk, one file each, behind the protocol ``domain.message.Channel``."""
