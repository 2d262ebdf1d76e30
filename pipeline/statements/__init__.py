"""Statements: what one sentence ties together: who, what, to whom, where, when, how many.

`finding.find_statements` is the way in; `model` holds the values; the other modules each read one
side of a sentence: its triggers, clauses, parties, circumstances, speech and tolls.
"""
