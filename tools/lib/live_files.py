"""The files of a ledger that its newest manifest names, or that the next writer would keep."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from ledger_reader.manifest import Manifest  # noqa: E402


def manifest_of(directory):
    """The newest manifest."""
    name = max(name for name in os.listdir(directory)
               if name.startswith("MANIFEST-") and not name.endswith(".tmp"))
    with open(os.path.join(directory, name), "rb") as file:
        return Manifest(file.read(), name, int(name.partition("-")[2], 16))


def strangers_in(directory):
    """The files in a ledger's directory that a writer would not have left there."""
    manifest = manifest_of(directory)
    known = {"LOCK", "ack", "quarantine", manifest.name}
    known.update(record.name for record in manifest.records)
    known.update(segment.chain_name for segment, _ in manifest.segments)
    known.update(runs_in(directory))
    return sorted(set(os.listdir(directory)) - known)


def runs_in(directory):
    """The adjacent runs from entry 0 on."""
    runs, end = [], 0
    for name in sorted(os.listdir(directory)):
        if name.startswith("run-") and name.endswith(".idx"):
            first, last = (int(part, 16) for part in name[4:-4].split("-"))
            if first == end:
                runs.append(name)
                end = last + 1
    return runs
