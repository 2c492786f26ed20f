"""How a name of a person is recognised: what points to it, capitals, small letters, signatures."""
