"""escalation: consumes reports.classified* and cases.commands, groups, routes and climbs, emits cases.events and notifications.requested."""
