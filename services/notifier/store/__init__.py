"""What the notifier keeps in MongoDB: deliveries, and which acknowledge links were used."""
