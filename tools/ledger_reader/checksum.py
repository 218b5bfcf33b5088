"""CRC-32C (Castagnoli), two bytes per step."""

import array
import sys

_POLYNOMIAL = 0x82F63B78  # reflected


def _tables():
    one = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ _POLYNOMIAL if byte & 1 else byte >> 1
        one.append(byte)
    # Two bytes at once: the low byte's remainder, carried through the high one.
    two = []
    for high in range(256):
        two += [one[low & 255 ^ high] ^ low >> 8 for low in one]
    return one, two


_ONE, _TWO = _tables()


def crc32c(data):
    """The checksum of some bytes."""
    crc = 0xFFFFFFFF
    even = len(data) & ~1
    words = array.array("H", data[:even])
    if sys.byteorder == "big":
        words.byteswap()
    table = _TWO
    for word in words:
        crc = table[(crc ^ word) & 0xFFFF] ^ crc >> 16
    for byte in data[even:]:
        crc = _ONE[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF
