"""Decoding of column chunks: integers. See spec/columns.md."""

import itertools

from .cursor import Cursor
from .lz4 import expand
from .problem import Malformed

LONGEST_BLOCK = (1 << 31) - 1
_LOWEST, _HIGHEST = -1 << 63, (1 << 63) - 1
_DEEPEST = 6
_WIDEST = 64
_LARGEST_ELEMENT = 8


def integers(chunk, most):
    """The values of a chunk of integers, at most `most`."""
    cursor = Cursor(chunk)
    values = stream(cursor, cursor.count(most, 0))
    cursor.check_end()
    return values


def stream(cursor, count, depth=1):
    """A stream of `count` integers."""
    if count == 0:
        return []
    if depth > _DEEPEST:
        raise Malformed("streams too deep within one another")
    method = cursor.byte()
    if method >= len(_METHODS):
        raise Malformed(f"a stream of method {method}")
    return _METHODS[method](cursor, count, depth)


def in_64_bits(values):
    """The values modulo 2^64, as signed integers."""
    if min(values) >= _LOWEST and max(values) <= _HIGHEST:
        return values
    return [(value - _LOWEST) % (1 << 64) + _LOWEST for value in values]


def indexes(cursor, count, end, depth=1):
    """A stream of `count` integers below `end`, none negative."""
    values = stream(cursor, count, depth)
    if values and not 0 <= min(values) <= max(values) < end:
        raise Malformed("an index to nothing")
    return values


def _constant(cursor, count, depth):
    return [cursor.zigzag()] * count


def _packed(cursor, count, depth):
    base, divisor, width = cursor.zigzag(), cursor.varint(), cursor.byte()
    if width > _WIDEST:
        raise Malformed(f"a width of {width} bits")
    bits = cursor.take((count * width + 7) // 8)
    if count * width % 8 and bits[-1] >> count * width % 8:
        raise Malformed("bits behind the last value")
    if width == 0:
        return [base] * count
    return in_64_bits([base + quotient * divisor for quotient in _unpacked(bits, count, width)])


def _unpacked(bits, count, width):
    """The numbers of `width` bits; eight of them take `width` bytes."""
    mask, shifts, numbers = (1 << width) - 1, range(0, 8 * width, width), []
    for at in range(0, len(bits), width):
        eight = int.from_bytes(bits[at:at + width], "little")
        numbers += [eight >> shift & mask for shift in shifts]
    del numbers[count:]
    return numbers


def _patched(cursor, count, depth):
    values = _packed(cursor, count, depth)
    exceptions = cursor.count(count)
    positions = indexes(cursor, exceptions, count, depth + 1)
    if any(one >= other for one, other in zip(positions, positions[1:])):
        raise Malformed("positions that do not ascend")
    for position, value in zip(positions, stream(cursor, exceptions, depth + 1)):
        values[position] = value
    return values


def _delta(cursor, count, depth):
    first = cursor.zigzag()
    return in_64_bits(list(itertools.accumulate(stream(cursor, count - 1, depth + 1),
                                                initial=first)))


def _dictionary(cursor, count, depth):
    values = stream(cursor, cursor.count(count), depth + 1)
    return [values[index] for index in indexes(cursor, count, len(values), depth + 1)]


def _compressed(cursor, count, depth):
    base, divisor, size = cursor.zigzag(), cursor.varint(), cursor.byte()
    if not 1 <= size <= _LARGEST_ELEMENT:
        raise Malformed(f"elements of {size} bytes")
    data = expand(cursor.take(cursor.count(LONGEST_BLOCK)), count * size)
    return in_64_bits([base + int.from_bytes(data[at:at + size], "little") * divisor
                       for at in range(0, len(data), size)])


_METHODS = (_constant, _packed, _patched, _delta, _dictionary, _compressed)
