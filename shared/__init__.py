"""What every service uses: contracts, settings, logging, telemetry, the bus, the database, clocks."""
