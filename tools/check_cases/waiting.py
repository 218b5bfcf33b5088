"""Transcripts that say what is right, before the ledger does: none of them fails the campaign."""

# The name of the transcript, and what it waits for.
CASES = {}
