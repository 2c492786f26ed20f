"""One file per kind of personal data: each finds spans in the plain shadow of a text.

A finder may look around a span, but never past a square bracket: brackets are the walls of what is already
replaced, so that redacting twice finds nothing new. Those that read words (addresses, names) get the text as
written as well, for its capitals and diacritics, and come last, so that they see the walls of the others.

An address takes several files, one a question: ``address_number`` (what is the number like), ``address_code`` (is it
a flat's), ``address_before`` (what larger thing stands before it), ``address_bare`` and ``address_worded`` (is it a
house's, without and with a word before it), ``address_head`` and ``address_tail`` (where does it begin and end).
"""
