"""classifier: consumes reports.received, labels each report, emits reports.classified and, ahead, its emergencies."""
