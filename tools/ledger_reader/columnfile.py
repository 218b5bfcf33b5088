"""Column files: their content, and its positions."""

import os
import struct

from .checksum import crc32c
from .headers import CHAIN, HEADER_SIZE, SEGMENT, TEXT, Header
from .manifest import BLOCK_ENTRIES, FILE_SIZE
from .problem import Problem

_REGIONS = {SEGMENT: (0, 1), TEXT: (2,), CHAIN: (3,)}
_LARGEST_BLOCK = 16 << 20
_LONGEST_SUMMARY = 1 << 20
_MOST_CHUNKS = 256
_FOOTER = struct.Struct("<QQqIIII")
_TAIL = struct.Struct("<II8s")
_TAIL_MAGIC = b"\x89PLF\r\n\x1a\n"


class ColumnFile:
    """A segment, a text file or a chain file of the entries from `first` up to `next`."""

    def __init__(self, path, kind, first, next_):
        self.name = os.path.basename(path)
        self.first, self.next = first, next_
        self.blocks = -(-(next_ - first) // BLOCK_ENTRIES)
        self._file = open(path, "rb")
        self.length = os.fstat(self._file.fileno()).st_size
        if not HEADER_SIZE + _TAIL.size <= self.length <= FILE_SIZE:
            raise self.damaged(f"{self.length} bytes")
        self.header = Header(self._read(0, HEADER_SIZE), kind, self.name)
        if self.header.first != first:
            raise self.damaged(f"its first sequence is {self.header.first}")
        self._regions = {}  # by number: for each block its offset, length and checksum
        self._read_footer(_REGIONS[kind], _LONGEST_SUMMARY if kind == SEGMENT else 0)

    def damaged(self, why):
        return Problem(f"{self.name}: damaged: {why}")

    def _read(self, offset, length):
        self._file.seek(offset)
        data = self._file.read(length)
        if len(data) != length:
            raise self.damaged("it ends too early")
        return data

    def _read_footer(self, regions, longest_summary):
        size, zero, magic = _TAIL.unpack(self._read(self.length - _TAIL.size, _TAIL.size))
        fixed = _FOOTER.size + len(regions) * (4 + 8 * self.blocks) + 4
        if zero or magic != _TAIL_MAGIC or not fixed <= size <= fixed + longest_summary or (
                size > self.length - HEADER_SIZE - _TAIL.size):
            raise self.damaged("the tail")
        start = self.length - _TAIL.size - size
        data = self._read(start, size)
        self.checksum = int.from_bytes(data[-4:], "little")
        if self.checksum != crc32c(struct.pack("<I", self.header.checksum) + data[:-4]):
            raise self.damaged("the checksum of its footer is wrong")
        first, next_, self.clock, entries, blocks, count, summary = _FOOTER.unpack_from(data)
        if (first, next_, entries, blocks, count, summary) != (
                self.first, self.next, BLOCK_ENTRIES, self.blocks, len(regions), size - fixed):
            raise self.damaged("its footer says other than the format and the manifest")
        offset, at = HEADER_SIZE, _FOOTER.size
        for region in regions:
            number, *pairs = struct.unpack_from(f"<I{2 * self.blocks}I", data, at)
            at += 4 + 8 * self.blocks
            if number != region or max(pairs[::2]) > _LARGEST_BLOCK:
                raise self.damaged(f"what its footer says of region {region}")
            places = self._regions[region] = []
            for length, checksum in zip(pairs[::2], pairs[1::2]):
                places.append((offset, length, checksum))
                offset += length
        if offset != start:
            raise self.damaged("the lengths of its blocks")
        self.summary = data[at:-4]

    def chunks(self, index):
        """The chunks of a block, by region and column."""
        chunks = {}
        for region, places in self._regions.items():
            offset, length, checksum = places[index]
            data = self._read(offset, length)
            if crc32c(struct.pack("<III", self.header.checksum, region, index) + data) != checksum:
                raise self.damaged(f"the checksum of block {index} of region {region} is wrong")
            for column, chunk in self._directory(data, f"block {index} of region {region}"):
                chunks[region, column] = chunk
        return chunks

    def _directory(self, data, place):
        if len(data) < 2:
            raise self.damaged(f"{place} is too short")
        count = int.from_bytes(data[:2], "little")
        at = 2 + 4 * count
        if count > _MOST_CHUNKS or at > len(data):
            raise self.damaged(f"{place} has {count} chunks")
        before = -1
        for item, in struct.iter_unpack("<I", data[2:at]):
            column, length = item & 255, item >> 8
            if column <= before or length > len(data) - at:
                raise self.damaged(f"{place}: its chunks")
            yield column, data[at:at + length]
            at += length
            before = column
        if at != len(data):
            raise self.damaged(f"{place} has something behind its chunks")

    def close(self):
        self._file.close()
