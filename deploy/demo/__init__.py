"""The demonstration: sample reports through the running system, watched live, ending in a story."""
