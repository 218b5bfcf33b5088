"""Which files of a ledger its newest manifest names."""

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
    return sorted(set(os.listdir(directory)) - known)
