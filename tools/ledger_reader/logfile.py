"""One log: its frames, and the recovery of its tail."""

import struct

from .checksum import crc32c
from .headers import HEADER_SIZE, LOG, LOG_SIZE, SECTOR, Header
from .problem import Problem

_PAYLOAD = SECTOR - 8
_FRAME_HEADER = 64
_MAXIMUM_BODY = 1_032_128
_FRAME = struct.Struct("<4sB3sQQIIQqIIII")
_ENTRIES, _CLOSE = 1, 2


class Frame:
    """A commit group, or the end mark of a session."""

    def __init__(self, raw):
        (self.magic, self.type, zeros, self.offset, self.sequence, self.count, self.length,
         self.durable, self.clock, self.previous, self.body_checksum, zero,
         self.checksum) = _FRAME.unpack(raw)
        self.is_sound = self.magic == b"PLFR" and self.checksum == crc32c(raw[:60])
        self.has_zeros = not any(zeros) and zero == 0
        self.is_close = self.type == _CLOSE
        self.end = self.offset + SECTOR * -(-(_FRAME_HEADER + self.length) // _PAYLOAD)
        self.body = b""

    def fault(self):
        """What is wrong with its header on its own, or nothing."""
        if not self.has_zeros:
            return "bytes that should be zero"
        if self.durable % SECTOR or not SECTOR <= self.durable <= self.offset:
            return "the durable offset"
        if self.type == _ENTRIES:
            return None if self.count and self.length <= _MAXIMUM_BODY else "the count or length"
        if self.type == _CLOSE:
            is_empty = not (self.count or self.length or self.body_checksum)
            return None if is_empty and self.durable == self.offset else "the close frame's fields"
        return "the type"


class Verdict:
    """How a log ends."""

    def __init__(self, name, end, tail):
        self.name = name  # end, torn, ambiguous; live: beside a writer; ended: by the manifest
        self.end = end
        self.tail = tail  # bytes that are ignored


class Log:
    """The bytes of a log. `record` is the manifest's record of it, if there is one."""

    def __init__(self, file, name, record=None):
        self.name = name
        self.data = file.read(LOG_SIZE + 1)
        if len(self.data) > LOG_SIZE:
            raise Problem(f"{self.name}: longer than 8 MiB")
        self.header = Header(self.data, LOG, self.name)
        self.record = record or self.header
        if any(self.data[HEADER_SIZE:SECTOR]) or len(self.data) < SECTOR:
            raise Problem(f"{self.name}: behind its header there is something else than zeros")
        self.frames = []
        self.fault = None  # why the walk over the frames ended
        self.end = SECTOR
        self.next = self.header.first
        self.checksum = self.header.checksum
        self._clock = None

    def check_header(self, ledger):
        """Compares the header with the manifest."""
        for what, mine, wanted in (
                ("ledger", self.header.ledger, ledger),
                ("UUID", self.header.file, self.record.file),
                ("birth generation", self.header.birth, self.record.birth),
                ("first sequence", self.header.first, self.record.first)):
            if mine != wanted:
                raise Problem(f"{self.name}: the {what} in its header is not the manifest's")

    def _stamp(self, offset):
        return struct.pack("<II", self.header.salt, offset // SECTOR)

    def _header_at(self, offset):
        """The frame that this sector claims to begin, if header and stamp are right."""
        if self.data[offset + 8:offset + 12] != b"PLFR":
            return None
        if self.data[offset:offset + 8] != self._stamp(offset) or offset + SECTOR > len(self.data):
            return None
        frame = Frame(self.data[offset + 8:offset + 8 + _FRAME_HEADER])
        return frame if frame.is_sound and frame.offset == offset else None

    def _take(self):
        """Advances over the next frame if there is a valid one; otherwise notes why not."""
        frame = self._header_at(self.end)
        if frame is None:
            return "no frame begins there"
        fault = frame.fault()
        if fault:
            return f"a frame is wrong in {fault}"
        if frame.previous != self.checksum or frame.sequence != self.next:
            return "a frame does not continue the one before"
        if self._clock is not None and frame.clock < self._clock:
            return "a frame's clock goes back"
        if frame.end > len(self.data):
            return "a frame goes beyond the file"
        payloads = []
        for offset in range(frame.offset, frame.end, SECTOR):
            if self.data[offset:offset + 8] != self._stamp(offset):
                return f"a frame's sector at {offset} has no stamp"
            payloads.append(self.data[offset + 8:offset + SECTOR])
        payload = b"".join(payloads)
        frame.body = payload[_FRAME_HEADER:_FRAME_HEADER + frame.length]
        if any(payload[_FRAME_HEADER + frame.length:]):
            return "a frame's padding is not zero"
        if frame.length and crc32c(frame.body) != frame.body_checksum:
            return "the checksum of a frame's body is wrong"
        self.frames.append(frame)
        self.end, self.checksum, self._clock = frame.end, frame.checksum, frame.clock
        self.next += frame.count
        return None

    def walk(self, limit=LOG_SIZE):
        """Advances over the frames up to `limit`, or to the first that is not valid."""
        while self.end < limit and self.fault is None:
            self.fault = self._take()

    def damaged(self, why):
        return Problem(f"{self.name}: damaged at offset {self.end}: {why}; "
                       f"what was acknowledged can't be read")

    def check_ended(self):
        """Compares an ended log with the manifest's record."""
        self.walk(self.record.end)
        if self.fault:
            raise self.damaged(self.fault)
        if (self.end, self.next, self.checksum) != (
                self.record.end, self.record.next, self.record.checksum):
            raise self.damaged("it does not end where and how the manifest says")
        return Verdict("ended", self.end, 0)

    def check_live(self, ack):
        """Reads beside a writer: what `ack` includes, and no more."""
        limit = ack.offset if ack.is_of(self.record) else SECTOR
        self.walk(limit)
        if self.fault:
            raise self.damaged(self.fault)
        self._check_ack(ack)
        return Verdict("live", self.end, 0)

    def _check_ack(self, ack):
        """An `ack` of this log names the end of a frame, and the sequence number there."""
        if not ack.is_of(self.record) or ack.offset > self.end:
            return
        ends = {SECTOR: self.record.first}
        ends.update((frame.end, frame.sequence + frame.count) for frame in self.frames)
        if ends.get(ack.offset) != ack.next:
            raise Problem(f"{self.name}: damaged: ack names offset {ack.offset} and entry "
                          f"{ack.next}, and no frame ends so")

    def recover(self, ack):
        """Decides where the active log ends, according to spec/files.md."""
        self.walk()
        durable = [SECTOR]
        if ack.is_of(self.record):
            durable.append(ack.offset)
        for frame in self.frames:
            durable.append(frame.end if frame.is_close else frame.durable)
        start = self.end
        last = SECTOR * -(-len(self.data.rstrip(b"\0")) // SECTOR)
        for offset in range(start, last, SECTOR):
            frame = self._header_at(offset)
            if frame is None:
                continue
            durable.append(frame.end if frame.is_close else frame.durable)
            if offset == start:
                last = max(last, min(frame.end, len(self.data)))
        if start < max(durable):
            raise self.damaged(self.fault or f"the log is to be durable to {max(durable)}")
        self._check_ack(ack)
        if last <= start:
            return Verdict("end", start, 0)
        zero = bytes(SECTOR)
        torn = any(self.data[offset:offset + SECTOR] == zero[:len(self.data) - offset]
                   for offset in range(start, last, SECTOR))
        return Verdict("torn" if torn else "ambiguous", start, last - start)
