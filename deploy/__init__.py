"""What runs the services: the local stack, the command, containers, policies, sample data, documents."""
