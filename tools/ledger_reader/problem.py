"""The reasons to refuse a ledger."""

USAGE, BAD_DATA, NO_INPUT, IO_ERROR = 64, 65, 66, 74


class Problem(Exception):
    """Something is wrong: a message for people, and its exit status."""

    def __init__(self, message, status=BAD_DATA):
        super().__init__(message)
        self.status = status


class Malformed(Exception):
    """What is wrong with some bytes; the caller knows which bytes they are."""
