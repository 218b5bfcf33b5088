"""Writes what a cursor reads."""

from .problem import Malformed

_64_BITS = (1 << 64) - 1


class ByteWriter:
    """Bytes that grow."""

    def __init__(self):
        self.bytes = bytearray()

    def byte(self, value):
        if not 0 <= value <= 255:
            raise Malformed(f"the byte {value}")
        self.bytes.append(value)

    def varint(self, value):
        """A number; for a negative one its 64 bits."""
        value &= _64_BITS
        while value > 127:
            self.bytes.append(value & 127 | 128)
            value >>= 7
        self.bytes.append(value)

    def zigzag(self, value):
        """A signed number, modulo 2^64."""
        self.varint(value << 1 if value >= 0 else ~(value << 1))

    def short_text(self, data):
        """A text of at most 64 bytes; an absent one is empty."""
        if len(data) > 64:
            raise Malformed(f"a short text of {len(data)} bytes")
        self.bytes.append(len(data))
        self.bytes += data

    def long_text(self, data):
        self.varint(len(data))
        self.bytes += data
