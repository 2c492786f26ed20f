"""The notifier's HTTP side: acknowledge links for desks, the delivery log for operators."""
