"""The container of a base: a run, read from its first page to its last."""

import struct

from .checksum import crc32c
from .cursor import Cursor
from .headers import BASE, Header
from .problem import Malformed, Problem

_UNIT = 4096
_PAGE = struct.Struct("<IBBHII")
_TABLE = struct.Struct("<BBHIIIIIQ")
_MAGIC = bytes.fromhex("89504c520d0a1a0a")
_DATA, _FOOTER = 1, 4


class RunFile:
    """Every page is checked when it is read."""

    def __init__(self, path, name, record, ledger):
        self.name = name
        with open(path, "rb") as file:
            self._data = file.read()
        header = Header(self._data, BASE, name)
        if header.ledger != ledger:
            raise Problem(f"{name}: it is of another ledger")
        self._seal = struct.pack("<I", header.checksum)
        self.units = len(self._data) // _UNIT
        if len(self._data) % _UNIT or self.units < 2:
            raise Problem(f"{name}: it has {len(self._data)} bytes")
        page = self._page(self.units - 1, _FOOTER, 0)
        checksum, _, _, _, count, used = _PAGE.unpack_from(page)
        first, end, units = struct.unpack_from("<QQQ", page, 16)
        if (checksum != record.checksum or (first, end) != (0, record.next)
                or units != self.units or used != 40 + 32 * count or page[-8:] != _MAGIC):
            raise Problem(f"{name}: its footer is not what the manifest says")
        self._tables = {}
        for index in range(count):
            fields = _TABLE.unpack_from(page, 40 + 32 * index)
            self._tables[fields[0]] = fields

    def _page(self, unit, kind, table):
        """The page that begins at a unit."""
        at = unit * _UNIT
        _, found, number, length, _, _ = _PAGE.unpack_from(self._data, at)
        page = self._data[at:at + length * _UNIT]
        if (found, number) != (kind, table) or not length or len(page) != length * _UNIT:
            raise Problem(f"{self.name}: the page at unit {unit} is no page of table {table}")
        if _PAGE.unpack_from(page)[0] != crc32c(self._seal + struct.pack("<I", unit) + page[4:]):
            raise Problem(f"{self.name}: the page at unit {unit} is not what was written")
        return page

    def table(self, number):
        """The entries of a table, in order: key, value."""
        fields = self._tables.get(number)
        if fields is None:
            return
        _, _, _, unit, end, _, _, _, count = fields
        while unit < end:
            page = self._page(unit, _DATA, number)
            unit += len(page) // _UNIT
            try:
                for entry in _entries(page):
                    count -= 1
                    yield entry
            except Malformed as fault:
                raise Problem(f"{self.name}: table {number}: {fault}") from None
        if count:
            raise Problem(f"{self.name}: table {number} has {-count} entries too many")


def _entries(page):
    _, _, _, _, count, used = _PAGE.unpack_from(page)
    restarts = (count + 15) // 16
    cursor = Cursor(page[:used])
    cursor.at = 16 + 10 * restarts
    key = 0
    for index in range(count):
        lead = cursor.byte()
        difference = int.from_bytes(cursor.take(lead & 15), "little")
        if index % 16 == 0:
            key = struct.unpack_from("<Q", page, 16 + 8 * (index // 16))[0]
        else:
            key += difference
        length = lead >> 4
        if length == 15:
            length += cursor.varint()
        yield key, cursor.take(length)
    cursor.check_end()
