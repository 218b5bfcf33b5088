"""Changes the content of sealed files, with correct checksums."""

import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from ledger_reader.checksum import crc32c  # noqa: E402
from live_files import manifest_of  # noqa: E402

_HEADER, _TAIL, _FOOTER, _RECORD = 128, 16, 40, 64
_REGIONS = {".seg": (0, 1), ".text": (2,), ".idx": (3,)}


class SealedFile:
    """A column file, decomposed: the chunks of each block, by region and number of the block."""

    def __init__(self, name, data):
        self.name = name
        self.header = data[:_HEADER]
        size, = struct.unpack_from("<I", data, len(data) - _TAIL)
        footer = data[len(data) - _TAIL - size:len(data) - _TAIL - 4]
        self.tail = data[len(data) - _TAIL:]
        self.fixed = footer[:_FOOTER]
        count, = struct.unpack_from("<I", footer, 28)
        self.blocks, offset, at = {}, _HEADER, _FOOTER
        for region in _REGIONS[os.path.splitext(name)[1]]:
            at += 4
            for number in range(count):
                length, _ = struct.unpack_from("<II", footer, at)
                self.blocks[region, number] = self._chunks(data[offset:offset + length])
                offset += length
                at += 8
        self.summary = footer[at:]

    @staticmethod
    def _chunks(block):
        count, = struct.unpack_from("<H", block)
        at, chunks = 2 + 4 * count, []
        for item, in struct.iter_unpack("<I", block[2:at]):
            chunks.append((item & 255, block[at:at + (item >> 8)]))
            at += item >> 8
        return chunks

    def encoded(self):
        """The bytes of the file, and the checksum of its footer."""
        seed = self.header[-4:]
        body, footer, before = b"", self.fixed, None
        for (region, number), chunks in self.blocks.items():
            block = struct.pack("<H", len(chunks))
            block += b"".join(struct.pack("<I", column | len(chunk) << 8)
                              for column, chunk in chunks)
            block += b"".join(chunk for _, chunk in chunks)
            if region != before:
                footer += struct.pack("<I", region)
                before = region
            footer += struct.pack("<II", len(block), crc32c(
                seed + struct.pack("<II", region, number) + block))
            body += block
        footer = footer[:36] + struct.pack("<I", len(self.summary)) + footer[40:] + self.summary
        checksum = crc32c(seed + footer)
        footer += struct.pack("<I", checksum)
        tail = struct.pack("<I", len(footer)) + self.tail[4:]
        return self.header + body + footer + tail, checksum


def write_sealed(directory, file):
    """Puts a changed file into a ledger, and updates the manifest."""
    data, checksum = file.encoded()
    with open(os.path.join(directory, file.name), "wb") as out:
        out.write(data)
    manifest = manifest_of(directory)
    path = os.path.join(directory, manifest.name)
    with open(path, "rb") as found:
        content = bytearray(found.read())
    first = len(content) - 4 - _RECORD * len(manifest.records)
    for index, record in enumerate(manifest.records):
        if record.name == file.name:
            struct.pack_into("<I", content, first + index * _RECORD + 4, checksum)
            struct.pack_into("<Q", content, first + index * _RECORD + 24, len(data))
    content[-4:] = struct.pack("<I", crc32c(bytes(content[_HEADER:-4])))
    with open(path, "wb") as out:
        out.write(content)
