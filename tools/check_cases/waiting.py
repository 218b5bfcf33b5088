"""Transcripts that say what is right, before the ledger does: none of them fails the campaign."""

# The name of the transcript, and what it waits for.
CASES = {
    "broken-group": "an import says where a foreign row breaks a group",
    "held-in-parts": "a capture may leave the rest held",
    "issued-in-reports": "the breakage report and the triangle count adjustments apart",
    "offline-debt": "a negative adjustment may leave a debt",
    "opening-of-zero": "an import passes over openings of 0",
    "reused-number": "an entry is effective after the time for which its number named another",
    "slow-pipe": "an import posts rows as they come",
    "unended-last-line": "an import says that its last line does not end",
    "walk-in-customer": "a full account is refused with tooManyLots",
}
