"""The columns of sealed entries: see spec/entries.md."""

from .columns import integers
from .columntexts import texts
from .problem import Malformed
from .registry import GROUP, kept_keys

MOST_VALUES = 1 << 20  # of a column in a block
MOST_TEXT = 8 << 20  # bytes of a column of texts in a block
_LOTS = ("activates", "expiry", "expires", "days", "kinds")
_REGIONS = (
    (0, ("posted", "shape", "occurred", "booked", "flags", "member", "unit", "identifier", "late",
         "debit", "expired", "change", "amount", "asked", "original", "activates", "expires",
         "counterparty", "counterparty identifier", "allocations", "allocation lot",
         "allocation ordinal", "allocation arrival", "allocation origin", "allocation points",
         "allocation rest", *(f"restored {name}" for name in _LOTS), "arrears", "covered",
         "payments", "payment debt", "payment lot", "payment ordinal", "payment origin",
         "payment points", "new lots", "new lot origin", "new lot points",
         *(f"new lot {name}" for name in _LOTS), "sliding days", "sliding kinds", "scale",
         "reversal", "restore", "restore days", "inactivity days", "activity kinds", "group",
         "refused kind", "refusal code", "refusal value", "named lots", "named lot",
         "asked unit", "unknown lots", "texts")),
    (64, ("reference", "code", "location", "reason", "campaign", "basis", "basisUnit")),
    (80, ("seed", "seed low", "new identifier", "unknown member", "unknown counterparty",
          "unknown original", "unknown lot", "salt", "salt low", "actor", "memo", "erased row",
          "commitment", "kept keys")),
    (96, ("previous", "balance", "expired original", *(f"taken {name}" for name in _LOTS))),
)
_NAMES = {(region, first + index): name
          for region, (first, names) in enumerate(_REGIONS) for index, name in enumerate(names)}
_TEXTS = {*_REGIONS[1][1], *_REGIONS[2][1]} - {
    "seed", "seed low", "salt", "salt low", "erased row", "commitment", "kept keys"}


def decoded(chunks):
    """The values of a block's chunks, by the name of the column."""
    columns = {}
    for place, chunk in chunks.items():
        name = _NAMES.get(place)
        if name is None:
            continue
        try:
            columns[name] = (texts(chunk, MOST_VALUES, MOST_TEXT) if name in _TEXTS else
                             integers(chunk, MOST_VALUES))
        except Malformed as fault:
            raise Malformed(f"column {place[1]} ({name}): {fault}") from None
    return columns


class Columns:
    """Returns the values of a block's columns, one after the other."""

    def __init__(self, columns):
        self._values = {name: iter(values) for name, values in columns.items()}

    def take(self, name):
        """The next value of a column."""
        for value in self._values.get(name, ()):
            return value
        raise Malformed(f"the column `{name}` has too few values")

    def erased(self, rows):
        """By row, of the entries of which something was erased: the commitment; and in the place of
        an erased seed, for each of its members whether it is erased, and its key or its id."""
        found, last = {}, -1
        for value in self._values.get("erased row", ()):
            row = value >> 1
            if not last < row < rows:
                raise Malformed(f"row {row} is erased, after row {last} of {rows}")
            last = row
            commitment = b"".join(self._words("commitment", 4))
            keys = None
            if value & 1:
                keys = kept_keys(self._words("kept keys", GROUP // 64 + 2 * GROUP))
            found[row] = commitment, keys
        return found

    def _words(self, name, count):
        return [(self.take(name) % (1 << 64)).to_bytes(8, "big") for _ in range(count)]

    def check_end(self):
        """Checks, after the last entry, that every value was used."""
        for name, values in self._values.items():
            for _ in values:
                raise Malformed(f"the column `{name}` has too many values")
