"""Files of a ledger decomposed, changed, and written again with correct checksums."""

import os
import struct

from forge import SealedFile, write_sealed  # noqa: F401  (column files are taken apart there)
from ledger_reader.checksum import crc32c
from torture_lib.record import payload_of

_HEADER, _SECTOR, _PAYLOAD, _FRAME, _PAGE = 128, 512, 504, 64, 4096
_MASK = (1 << 64) - 1

# Numbers at which sums, shifts and conversions go wrong.
EDGES = (
    0,
    1,
    2,
    3,
    127,
    128,
    255,
    65534,
    65535,
    1 << 20,
    (1 << 20) - 1,
    (1 << 31) - 1,
    1 << 31,
    (1 << 32) - 1,
    1 << 32,
    1 << 40,
    1 << 62,
    (1 << 63) - 1,
    1 << 63,
    (1 << 64) - 2,
    (1 << 64) - 1,
    1024,
    1025,
    10240,
    10241,
)


def varint(number):
    number &= _MASK
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def with_header(data):
    """A file whose header's checksum is right."""
    data = bytearray(data)
    struct.pack_into("<I", data, 124, crc32c(bytes(data[:124])))
    return data


def mutated(random, content):
    """Bytes with a few changes: other bytes, other numbers, some more, some fewer."""
    content = bytearray(content)
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        if not content:
            break
        at, way = random.randrange(len(content)), random.randrange(8)
        if way < 3:
            content[at] = random.choice(
                (
                    0,
                    1,
                    2,
                    0x7F,
                    0x80,
                    0xFF,
                    content[at] ^ 1 << random.randrange(8),
                    (content[at] + 1) & 255,
                    (content[at] - 1) & 255,
                )
            )
        elif way == 3:
            content[at : at + 1] = varint(random.choice(EDGES))
        elif way == 4:
            del content[at : at + random.choice((1, 2, 4, 8))]
        elif way == 5:
            content[at:at] = bytes([random.choice((0, 0xFF, 0x80))]) * random.choice((1, 1, 2, 8))
        elif way == 6 and len(content) > 8:
            put_edge(random, content, random.randrange(len(content) - 7), 8)
        else:
            other, length = random.randrange(len(content)), random.randrange(1, 20)
            content[at : at + length] = content[other : other + length]
    return bytes(content)


def put_edge(random, content, at, most):
    width = random.choice([width for width in (2, 4, 8) if width <= most])
    content[at : at + width] = (random.choice(EDGES) & (1 << 8 * width) - 1).to_bytes(
        width, "little"
    )


class LogFile:
    """A log as its frames: dictionaries of kind, count, body, clock, durable."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            data = file.read()
        self.size = len(data)
        self.header = bytearray(data[:_SECTOR])
        self.first, self.salt = struct.unpack_from("<QI", data, 88)
        self.frames, at = [], _SECTOR
        while data[at + 8 : at + 12] == b"PLFR":
            head = data[at + 8 : at + 8 + _FRAME]
            count, length = struct.unpack_from("<II", head, 24)
            durable, clock = struct.unpack_from("<Qq", head, 32)
            end = at + sectors(length) * _SECTOR
            body = payload_of(data[at:end])[_FRAME : _FRAME + length]
            self.frames.append(
                {"kind": head[4], "count": count, "body": body, "clock": clock, "durable": durable}
            )
            at = end

    def entries(self, frame):
        """The records in a frame's body, each without the length before it."""
        records, at, body = [], 0, frame["body"]
        while at < len(body):
            length = shift = 0
            while True:
                byte = body[at]
                at += 1
                length |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    break
            records.append(body[at : at + length])
            at += length
        return records

    def write(self, directory):
        """Writes the log, and an `ack` that fits it."""
        out = with_header(self.header[:_HEADER]) + self.header[_HEADER:]
        before, sequence = struct.unpack_from("<I", out, 124)[0], self.first
        for frame in self.frames:
            at, body = len(out), frame["body"]
            durable = min(frame["durable"], at) if frame["kind"] == 1 else at
            head = bytearray(
                struct.pack(
                    "<4sB3xQQIIQqII4x",
                    b"PLFR",
                    frame["kind"],
                    at,
                    sequence & _MASK,
                    frame["count"] & 0xFFFF_FFFF,
                    len(body),
                    durable,
                    frame["clock"],
                    before,
                    crc32c(body),
                )
            )
            before = crc32c(bytes(head))
            payload = (bytes(head) + struct.pack("<I", before) + body).ljust(
                sectors(len(body)) * _PAYLOAD, b"\0"
            )
            for number in range(sectors(len(body))):
                out += struct.pack("<II", self.salt, at // _SECTOR + number)
                out += payload[number * _PAYLOAD : (number + 1) * _PAYLOAD]
            sequence += frame["count"]
        said = bytes(self.header[32:40]) + struct.pack("<QQI", len(out), sequence & _MASK, 0)
        with open(self.path, "wb") as file:
            file.write(out.ljust(self.size, b"\0"))
        with open(os.path.join(directory, "ack"), "wb") as file:
            file.write(said + struct.pack("<I", crc32c(said)))


def sectors(length):
    """The number of sectors of a frame with a body of this length."""
    return (_FRAME + length + _PAYLOAD - 1) // _PAYLOAD


class RunFile:
    """A run, and the positions of its pages: (unit, units)."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.data = bytearray(file.read())
        units, self.pages, unit = len(self.data) // _PAGE, [], 1
        while unit < units:
            (length,) = struct.unpack_from("<H", self.data, unit * _PAGE + 6)
            length = max(1, min(length, units - unit))
            self.pages.append((unit, length))
            unit += length

    def write(self, changed):
        """Writes the run with right checksums of its header and of the changed pages."""
        self.data[:_HEADER] = with_header(self.data[:_HEADER])
        head = bytes(self.data[124:128])
        for unit, length in changed:
            at = unit * _PAGE
            page = bytes(self.data[at + 4 : at + length * _PAGE])
            struct.pack_into("<I", self.data, at, crc32c(head + struct.pack("<I", unit) + page))
        with open(self.path, "wb") as file:
            file.write(self.data)


class ManifestFile:
    """A manifest as its header, name and records."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            data = file.read()
        self.header = bytearray(data[:_HEADER])
        count, length = struct.unpack_from("<II", data, _HEADER)
        self.name = data[136 : 136 + length]
        self.records = [
            bytearray(data[at : at + 64])
            for at in range(136 + length, 136 + length + 64 * count, 64)
        ]

    def write(self):
        body = struct.pack("<II", len(self.records), len(self.name)) + self.name
        body += b"".join(map(bytes, self.records))
        with open(self.path, "wb") as file:
            file.write(bytes(with_header(self.header)) + body + struct.pack("<I", crc32c(body)))
