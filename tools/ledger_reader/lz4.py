"""LZ4 blocks."""

from .problem import Malformed

_LONG = 15  # a length in four bits that continues in further bytes
_LEAST_MATCH = 4


def expand(data, size):
    """The `size` bytes to which a block expands."""
    out = bytearray()
    try:
        at = _expand(data, size, out)
    except IndexError:
        raise Malformed("an LZ4 block that ends too early") from None
    if at != len(data) or len(out) != size:
        raise Malformed(f"an LZ4 block of {len(out)} bytes, not {size}")
    return bytes(out)


def _expand(data, size, out):
    """Processes the sequences, each of literals and a match; the last has no match."""
    at = 0
    while True:
        token = data[at]
        length, at = _length(data, at + 1, token >> 4)
        out += data[at:at + length]
        at += length
        if at >= len(data) or len(out) > size:
            return at
        distance = data[at] | data[at + 1] << 8
        length, at = _length(data, at + 2, token & _LONG)
        length += _LEAST_MATCH
        if not 1 <= distance <= len(out) or length > size - len(out):
            raise Malformed("an LZ4 block that copies what is not there, or too much")
        # A match may overlap its own output: then it repeats.
        match = out[len(out) - distance:][:length]
        out += (match * -(-length // distance))[:length]


def _length(data, at, length):
    """A length, and its end."""
    if length == _LONG:
        while True:
            byte = data[at]
            at += 1
            length += byte
            if byte != 255:
                break
    return length, at
