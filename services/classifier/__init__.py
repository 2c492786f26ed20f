"""classifier: consumes reports.received and classifications.commands, labels each report and keeps what people correct, emits reports.classified and, ahead, its emergencies."""
