"""notifier: consumes notifications.requested, tells desks by e-mail and webhook, emits notifications.delivered."""
