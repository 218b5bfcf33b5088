"""The manifest: the list of the live files."""

import struct
import uuid

from .checksum import crc32c
from .headers import BASE, HEADER_SIZE, LOG, LOG_SIZE, MANIFEST, SECTOR, SEGMENT, TEXT, Header
from .problem import Problem

FILE_SIZE = 256 << 20  # of a column file, at most
BLOCK_ENTRIES = 1024
_MOST_ENTRIES = BLOCK_ENTRIES * 65_536
_RECORD = struct.Struct("<HHIQQQ16sQQ")


class FileRecord:
    """The manifest's record of a file."""

    def __init__(self, data, offset):
        (self.type, self.state, self.checksum, self.first, self.next, self.end, self.file,
         self.birth, self.zero) = _RECORD.unpack_from(data, offset)
        self.is_log = self.type == LOG
        self.is_active = self.is_log and self.state == 0

    @property
    def name(self):
        if self.is_log:
            return f"log-{self.first:016x}-{self.file[:8].hex()}.wal"
        if self.type == BASE:
            edition = int.from_bytes(self.file[:8], "little")
            suffix = f"-{edition:016x}" if edition else ""
            return f"base-{self.first:016x}-{self.next - 1:016x}{suffix}.base"
        stem = "seg" if self.type == SEGMENT else "text"
        return self._sealed_name(stem, stem)

    @property
    def chain_name(self):
        """The chain file of this segment."""
        return self._sealed_name("chain", "idx")

    def _sealed_name(self, stem, suffix):
        return f"{stem}-{self.first:016x}-{self.next - 1:016x}-{self.file[:8].hex()}.{suffix}"

    def fault(self, is_last):
        """What is wrong with it on its own, or nothing."""
        if self.type not in (LOG, SEGMENT, TEXT, BASE) or is_last and not self.is_log:
            return f"type {self.type}"
        if self.state != (1 if self.is_log and not is_last else 0):
            return f"state {self.state}"
        if self.zero:
            return "bytes that should be zero"
        if self.is_active:
            return "an end, although it is active" if (
                self.checksum or self.next or self.end) else None
        if self.is_log:
            is_good = (self.end % SECTOR == 0 and SECTOR <= self.end <= LOG_SIZE
                       and self.next >= self.first)
        elif self.type == BASE:
            is_good = (self.first == 0 and self.next > 0 and not any(self.file[8:])
                       and 0 < self.end <= 1 << 44)
        else:
            is_good = (1 <= self.next - self.first <= _MOST_ENTRIES
                       and HEADER_SIZE < self.end <= FILE_SIZE)
        return None if is_good else f"the end {self.end}, {self.next}"


class Manifest:
    """Names every live file."""

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
        self.records = [FileRecord(body, 8 + length + 64 * index) for index in range(count)]
        self._check()
        self.logs = [record for record in self.records if record.is_log]
        self.base = self.records[0] if self.records[0].type == BASE else None
        sealed = [record for record in self.records if record.type in (SEGMENT, TEXT)]
        self.segments = list(zip(sealed[::2], sealed[1::2]))  # each with its text file

    def _check(self):
        """The records are adjacent: a base or none, segments each with its text file, then logs."""
        before = None
        for index, record in enumerate(self.records):
            fault = record.fault(index == len(self.records) - 1)
            if fault:
                raise Problem(f"{self.name}: record {index} has {fault}")
            if record.birth > self.generation:
                raise Problem(f"{self.name}: record {index} was born later, in {record.birth}")
            is_second = before is not None and before.type == SEGMENT
            if is_second != (record.type == TEXT) or record.type == BASE and index or (
                    record.type == SEGMENT and before is not None and before.is_log):
                raise Problem(f"{self.name}: record {index} has type {record.type}, out of order")
            if is_second and (record.first, record.next) != (before.first, before.next):
                raise Problem(f"{self.name}: record {index} is not of its segment's entries")
            expected = 0 if before is None else before.next
            if not is_second and record.first != expected:
                raise Problem(f"{self.name}: record {index} begins at entry {record.first}, "
                              f"not at {expected}")
            before = record

    @property
    def sealed_end(self):
        """The sequence number after the last sealed entry."""
        return self.segments[-1][0].next if self.segments else self.first

    @property
    def first(self):
        """The sequence number of the first entry that the ledger has."""
        return self.base.next if self.base else 0

    @property
    def ledger(self):
        return str(uuid.UUID(bytes=self.header.ledger))
