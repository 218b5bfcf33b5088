"""What the files say of themselves: headers, the manifest, `ack`."""

import struct
import uuid

from .checksum import crc32c
from .problem import Problem

SECTOR = 512
LOG_SIZE = 8 << 20
HEADER_SIZE = 128
MANIFEST, LOG = 1, 2

_MAGIC = b"\x89PLG\r\n\x1a\n"
_KNOWN_INCOMPATIBLE = 0
_HEADER = struct.Struct("<8sHHI16s16sQQQQqQI24sI")
_RECORD = struct.Struct("<HHIQQQ16sQQ")
_ACK = struct.Struct("<8sQQII")


class Header:
    """The first 128 bytes of a manifest or a log."""

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
            f"salt {self.salt}" if (self.salt == 0) == (kind == LOG) else
            f"first sequence {self.first}" if kind == MANIFEST and self.first else None)
        if wrong:
            raise Problem(f"{name}: the header has {wrong}")
        if self.incompatible & ~_KNOWN_INCOMPATIBLE:
            raise Problem(
                f"{name}: it needs features {self.incompatible:#x}, unknown to this reader")


class LogRecord:
    """What the manifest says of a log."""

    def __init__(self, data, offset):
        (self.type, self.state, self.last_checksum, self.first, self.next, self.end, self.file,
         self.birth, self.zero) = _RECORD.unpack_from(data, offset)
        self.is_active = self.state == 0

    @property
    def name(self):
        return f"log-{self.first:016x}-{self.file[:8].hex()}.wal"

    def fault(self, is_last):
        """What is wrong with it by itself, or nothing."""
        if self.type != LOG:
            return f"type {self.type}"
        if self.state != (0 if is_last else 1):
            return f"state {self.state}"
        if self.zero:
            return "bytes that should be zero"
        if self.is_active and (self.last_checksum or self.next or self.end):
            return "an end, although it is active"
        if not self.is_active and (
                self.end % SECTOR or not SECTOR <= self.end <= LOG_SIZE or self.next < self.first):
            return f"the end {self.end}, {self.next}"
        return None


class Manifest:
    """The list of the live files."""

    def __init__(self, data, name, generation):
        self.name = name
        self.generation = generation
        self.header = Header(data, MANIFEST, name)
        if self.header.birth != generation:
            raise Problem(f"{name}: it is of generation {self.header.birth}")
        if len(data) < HEADER_SIZE + 12:
            raise Problem(f"{name}: it ends too early")
        body = data[HEADER_SIZE:-4]
        if crc32c(body) != int.from_bytes(data[-4:], "little"):
            raise Problem(f"{name}: the checksum of its body is wrong")
        count, length = struct.unpack_from("<II", body)
        if not 1 <= count <= 65536 or length > 255 or len(body) != 8 + length + 64 * count:
            raise Problem(
                f"{name}: {count} records and a name of {length} bytes do not fit its size")
        try:
            self.title = body[8:8 + length].decode()
        except UnicodeDecodeError:
            raise Problem(f"{name}: the ledger's name is not UTF-8") from None
        self.logs = [LogRecord(body, 8 + length + 64 * index) for index in range(count)]
        self._check()

    def _check(self):
        expected = 0
        for index, record in enumerate(self.logs):
            fault = record.fault(index == len(self.logs) - 1)
            if fault:
                raise Problem(f"{self.name}: record {index} has {fault}")
            if record.first != expected:
                raise Problem(f"{self.name}: record {index} begins at entry {record.first}, "
                              f"not at {expected}")
            if record.birth > self.generation:
                raise Problem(f"{self.name}: record {index} was born later, in {record.birth}")
            expected = record.next

    @property
    def ledger(self):
        return str(uuid.UUID(bytes=self.header.ledger))


class Ack:
    """How far the active log is durable."""

    def __init__(self, data):
        """`is_whole` is false where the checksum is wrong: it may be in the making."""
        self.data = data
        self.is_whole = len(data) == _ACK.size and crc32c(data[:28]) == _ACK.unpack(data)[4]
        self.log, self.offset, self.next, zero, _ = (
            _ACK.unpack(data) if self.is_whole else (b"", 0, 0, 0, 0))
        self.is_valid = self.is_whole and zero == 0

    def is_of(self, record):
        """Whether it speaks of this log."""
        return self.is_valid and self.log == record.file[:8]
