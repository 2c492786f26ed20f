"""Words for people: messages and pages from templates."""
