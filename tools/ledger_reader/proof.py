"""Canonical bytes, and the RFC 6962 tree over them."""

import hashlib
import struct

from .entry import NEVER

_NONE = b"\xff" * 8
_NOBODY = bytes(16)


def _number(value):
    return _NONE if value is None or value == NEVER else struct.pack(">q", value)


def canonical_bytes(entry, registry):
    """The provable part of an entry: 118 bytes."""
    if entry.member is not None:
        member = registry.members[entry.member]
        id_, key = member.id, member.key
    else:
        id_, key = _NOBODY, entry.salt or _NOBODY
    commitment = entry.commitment
    if commitment is None:
        salt = hashlib.sha256(b"\x03" + key + struct.pack(">Q", entry.sequence)).digest()[:16]
        commitment = hashlib.sha256(
            b"\x02" + salt + struct.pack(">q", entry.posted) + entry.body).digest()
    return struct.pack(
        ">BBHQq16sHqq8s8s8s8s32s", 1, entry.kind, entry.flags, entry.sequence, entry.occurred, id_,
        0xFF if entry.unit is None else entry.unit, entry.change, entry.balance,
        _number(entry.previous), _number(entry.original), _number(entry.activates),
        _number(entry.expires), commitment)


class Tree:
    """The right edge of a Merkle tree: enough to append to it and to compute its root."""

    def __init__(self, size=0, peaks=()):
        self.size = size
        self._peaks = list(peaks)  # hashes of the complete subtrees, the largest first

    def append(self, data):
        node = hashlib.sha256(b"\x00" + data).digest()
        size = self.size
        while size & 1:
            node = hashlib.sha256(b"\x01" + self._peaks.pop() + node).digest()
            size >>= 1
        self._peaks.append(node)
        self.size += 1

    def root(self):
        if not self._peaks:
            return hashlib.sha256(b"").hexdigest()
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = hashlib.sha256(b"\x01" + peak + node).digest()
        return node.hex()
