"""The pure heart of escalation: ``decide(case, stimulus, now, policy, organisation, calendar) -> Plan``.

No clock, no I/O (but the loaders of data files). Where to change what: ``case.py`` the state and its legal
transitions, ``open|attach|tick|command.py`` one verb each, ``grouping.py`` which case a report joins,
``telling.py`` who is told, ``policy.py``, ``organisation.py``, ``worktime.py`` the data that rules.
"""
