"""Rows and ledgers to attack."""

import csv
import io

from random_rows import COLUMNS, rows
from torture_lib.round import SMALL


def csv_of(made):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(COLUMNS))
    writer.writeheader()
    writer.writerows(made)
    return out.getvalue()


def lively_rows(count, seed, members=40):
    return rows(count, seed, members)


def earns(count, prefix="r", members=50, points=5, start=0):
    """Rows that earn, and nothing else: all are accepted."""
    lines = [
        f"2025-01-01T00:00:00Z,earn,m{n % members},{points},{prefix}{n}"
        for n in range(start, start + count)
    ]
    return "\n".join(["time,kind,member,points,reference", *lines]) + "\n"


def small_ledger(round, name, rows_file=None, environment=SMALL):
    """A ledger with logs, segments and runs; returns its path."""
    directory = round.fresh(name)
    round.must("init", directory, environment=environment)
    if rows_file:
        round.must(
            "import", directory, rows_file, "--refusals", "/dev/null", environment=environment
        )
    return directory
