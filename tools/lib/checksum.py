"""CRC-32C (Castagnoli), as in the files of a ledger. Slow: for headers."""


def crc32c(content):
    value = 0xFFFF_FFFF
    for byte in content:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F6_3B78 if value & 1 else 0)
    return value ^ 0xFFFF_FFFF


assert crc32c(b"123456789") == 0xE306_9283
