"""Descriptors, threads and memory over cycles of open, post, drop, read, verify, replay and failed
open."""

from torture_lib.material import csv_of, lively_rows, small_ledger
from torture_lib.round import SMALL

MODES = (
    "close",
    "drop",
    "post",
    "post-drop",
    "async",
    "read",
    "read-drop",
    "entry",
    "verify",
    "replay",
    "fail",
    "locked",
)
CYCLES = 40
# The growth of a process, in kB, between its second and its last quarter that is no leak.
GROWTH = 3_000


def attack(round):
    rows = round.file("rows.csv", csv_of(lively_rows(1200, round.seed % 9, 40)))
    directory = small_ledger(round, "ledger", rows)
    for mode in MODES:
        answer = round.host("cycles", directory, mode, CYCLES, environment=SMALL)
        round.count("cycles", CYCLES)
        tag = f"cycles of {mode}"
        if not round.judge(tag, answer, (0,)):
            continue
        round.expect(b"wrong" not in answer.out, f"{tag}: {answer.out[:300]!r}")
        samples = [
            line.split() for line in answer.out.decode().splitlines() if "descriptors" in line
        ]
        first, second, last = samples[0], samples[1], samples[-1]
        for name, place in (("descriptors", 2), ("threads", 4)):
            round.expect(
                int(last[place]) <= int(first[place]) + 1,
                f"{tag}: {first[place]} {name} after {first[0]}, {last[place]} after {last[0]}",
            )
        round.expect(
            int(last[6]) - int(second[6]) < GROWTH,
            f"{tag}: {second[6]} kB after {second[0]}, {last[6]} kB after {last[0]}",
        )
