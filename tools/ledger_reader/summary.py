"""The summary of a segment."""

from .bytewriter import ByteWriter

_NO_UNIT = 255
_NO_MEMBER = (1 << 32) - 1, 0


class Summary:
    """What the footer of a segment must say about its entries."""

    def __init__(self, registry):
        self._before = (len(registry.members), len(registry.identifiers),
                        registry.unit_entries)
        self._members = self._identifiers = 0  # of the block
        self._sums = {}  # by kind and unit: entries, changes
        self._blocks = []
        self._instants, self._numbers = [], []  # of the block

    def note(self, entry):
        self._members += entry.new_member is not None
        self._identifiers += entry.new_identifier is not None
        key = entry.kind, _NO_UNIT if entry.unit is None else entry.unit
        count, change = self._sums.get(key, (0, 0))
        self._sums[key] = count + 1, change + entry.change
        self._instants.append(entry.effective)
        if entry.member is not None:
            self._numbers.append(entry.member)

    def end_block(self):
        least, greatest = min(self._instants), max(self._instants)
        members = (min(self._numbers), max(self._numbers)) if self._numbers else _NO_MEMBER
        self._blocks.append((least, greatest - least, *members, self._members, self._identifiers))
        self._members = self._identifiers = 0
        self._instants, self._numbers = [], []

    def encoded(self):
        out = ByteWriter()
        for number in (*self._before, len(self._sums)):
            out.varint(number)
        for (kind, unit), (count, change) in sorted(self._sums.items()):
            out.byte(kind)
            out.byte(unit)
            out.varint(count)
            out.zigzag((change + (1 << 63)) % (1 << 64) - (1 << 63))
        out.varint(len(self._blocks))
        for least, span, *members in self._blocks:
            out.zigzag(least)
            for number in (span, *members):
                out.varint(number)
        return bytes(out.bytes)
