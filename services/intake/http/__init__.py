"""The HTTP side of intake: the API for channels, the status for reporters, the form for everyone."""
