"""The self-descriptions of files: their headers, and `ack`."""

import struct

from .checksum import crc32c
from .problem import Problem

SECTOR = 512
LOG_SIZE = 8 << 20
HEADER_SIZE = 128
MANIFEST, LOG, SEGMENT, TEXT, CHAIN = range(1, 6)
BASE = 7
# The read-only-compatible flag of a backup's manifest.
BACKUP = 2

_MAGIC = b"\x89PLG\r\n\x1a\n"
_KNOWN_INCOMPATIBLE = 0
_HEADER = struct.Struct("<8sHHI16s16sQQQQqQI24sI")
_ACK = struct.Struct("<8sQQII")


class Header:
    """The first 128 bytes of every file except `ack` and `LOCK`."""

    def __init__(self, data, kind, name):
        if len(data) < HEADER_SIZE:
            raise Problem(f"{name}: {len(data)} bytes are too few for a header")
        (magic, version, type_, length, self.ledger, self.file, self.birth, self.compatible,
         self.read_compatible, self.incompatible, self.created, self.first, self.salt, zeros,
         self.checksum) = _HEADER.unpack_from(data)
        if magic != _MAGIC:
            raise Problem(f"{name}: this is no file of a ledger: the magic is missing")
        if version > 1:
            raise Problem(f"{name}: format version {version} is newer than this reader knows")
        if self.checksum != crc32c(data[:HEADER_SIZE - 4]):
            raise Problem(f"{name}: the header's checksum is wrong")
        wrong = (
            "version 0" if version == 0 else
            f"type {type_}" if type_ != kind else
            f"length {length}" if length != HEADER_SIZE else
            "bytes that should be zero" if any(zeros) else
            f"salt {self.salt}" if (self.salt == 0) == (kind == LOG) else None)
        if wrong:
            raise Problem(f"{name}: the header has {wrong}")
        if self.incompatible & ~_KNOWN_INCOMPATIBLE:
            raise Problem(
                f"{name}: it needs features {self.incompatible:#x}, unknown to this reader")

    def fields(self):
        """The fields that a chain file's header shares with its segment's."""
        return (self.ledger, self.file, self.birth, self.compatible, self.read_compatible,
                self.incompatible, self.created, self.first, self.salt)


class Ack:
    """The durable end of the active log."""

    def __init__(self, data):
        """`is_whole` is false if the checksum is wrong: a write may be under way."""
        self.data = data
        self.is_whole = len(data) == _ACK.size and crc32c(data[:28]) == _ACK.unpack(data)[4]
        self.log, self.offset, self.next, zero, _ = (
            _ACK.unpack(data) if self.is_whole else (b"", 0, 0, 0, 0))
        self.is_valid = self.is_whole and zero == 0

    def is_of(self, record):
        """Whether it is about this log."""
        return self.is_valid and self.log == record.file[:8]
