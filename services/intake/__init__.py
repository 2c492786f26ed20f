"""Consumes HTTP reports and files (and reports.received, reports.sealed, cases.events, notifications.delivered
for its own store); authenticates, redacts, seals, gives a receipt, shows what became of a report; emits
reports.received and reports.sealed.
"""  # noqa: D205 - the house rule: the first sentence says consumes, does, emits
