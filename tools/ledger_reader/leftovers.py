"""Files of a ledger that its newest manifest does not name."""

import os
import re

from .headers import BACKUP, SECTOR
from .logfile import Log
from .problem import Problem

_LOG = re.compile(r"log-[0-9a-f]{16}-[0-9a-f]{16}\.wal")
_SEALED = re.compile(r"(?:seg-[0-9a-f]{16}-([0-9a-f]{16})-[0-9a-f]{16}\.seg"
                     r"|text-[0-9a-f]{16}-([0-9a-f]{16})-[0-9a-f]{16}\.text"
                     r"|chain-[0-9a-f]{16}-([0-9a-f]{16})-[0-9a-f]{16}\.idx)")


def check_unnamed(path, manifest):
    """Ignores what an interrupted rotation or seal left; refuses files that show more entries. In a
    backup these are of a newer one that did not come to its end."""
    if manifest.header.read_compatible & BACKUP:
        return
    named = {record.name for record in manifest.records}
    named.update(segment.chain_name for segment, _ in manifest.segments)
    for name in set(os.listdir(path)) - named:
        sealed = _SEALED.fullmatch(name)
        if sealed:
            is_needless = int(sealed[sealed.lastindex], 16) < manifest.records[-1].first
        elif _LOG.fullmatch(name):
            is_needless = _was_sealed(path, name, manifest) or not has_content(path, name)
        else:
            continue
        if not is_needless:
            raise Problem(f"{name}: {manifest.name} does not name it, and it has entries: "
                          f"the directory was rolled back or mixed")


def log_names(path):
    return [name for name in os.listdir(path) if _LOG.fullmatch(name)]


def has_content(path, name):
    """Whether a log has anything after its first sector. One that was removed has not."""
    try:
        with open(os.path.join(path, name), "rb") as file:
            file.seek(SECTOR)
            while block := file.read(1 << 20):
                if block.count(0) != len(block):
                    return True
    except FileNotFoundError:
        pass
    return False


def _was_sealed(path, name, manifest):
    """Whether this log's entries are all in segments."""
    try:
        with open(os.path.join(path, name), "rb") as file:
            log = Log(file, name)
    except (Problem, FileNotFoundError):
        return False
    header = log.header
    log.walk()
    return (header.ledger == manifest.header.ledger and header.birth <= manifest.generation
            and name == f"log-{header.first:016x}-{header.file[:8].hex()}.wal"
            and log.next <= manifest.sealed_end)
