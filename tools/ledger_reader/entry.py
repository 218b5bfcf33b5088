"""Decoding of entries."""

import re

from .cursor import Cursor
from .problem import Malformed

KINDS = (None, "unit", "enroll", "link", "unlink", "opening", "earn", "redeem", "hold", "capture",
         "release", "reverse", "adjust", "transfer", "merge", "expire", "extend", "freeze",
         "unfreeze", "close-period", "refusal", "counter", "erase", "clock", "compact")
REFUSAL_CODES = (
    None, "insufficientPoints", "unknownMember", "unknownOriginal", "alreadyReversed",
    "notReversible", "notExtendable", "holdClosed", "memberFrozen", "memberClosed", "sameMember",
    "identifierTaken", "lastIdentifier", "scaleFixed", "periodClosed", "balanceOutOfRange",
    "groupRefused", "tooManyLots")
CODES_WITH_VALUE = (1, 4, 14, 17)
TEXTS = ("location", "actor", "reason", "campaign", "basis", "basisUnit", "memo")
_TEXT_LIMITS = (256, 256, 256, 256, 32, 256, 1024)

OPENED_BY_CLOCK, PARTIAL, POLICY, OF_CREDIT, OF_DEBIT, ENDING_SIDE, STAYING_SIDE = (
    1, 2, 4, 8, 16, 32, 64)

NEVER = (1 << 63) - 1
_EARLIEST, _LATEST = -62135596800000, 253402300799999
_SIGNED_LIMIT = 1 << 63
_NUMBER_LIMIT = 1 << 32
_MOST_LOTS = 10_240
_MOST_PAYMENTS = 11_264
_MOST_NAMED_LOTS = 1_024
_MOST_DAYS = 36_525
_CODE = re.compile(rb"[^\x00-\x20\x7f]{1,16}")


class Entry:
    """A decoded entry. Absent fields have the values given here."""

    flags = 0
    member = unit = identifier = None
    change = balance = arrears = covered = 0
    has_asked = False
    asked = None
    previous = original = activates = expires = None
    is_expires_given = False
    counterparty = counterparty_identifier = None
    reference = None
    allocations = payments = new_lots = named_lots = ()
    sliding = None
    terms = group = None
    refused_kind = refused_code = refused_value = None
    new_member = new_identifier = None
    unknown_member = unknown_counterparty = unknown_original = None
    unknown_lots = ()
    salt = asked_unit = None
    commitment = kept_keys = None  # of an entry of which something was erased
    texts = {}
    amount = None
    late = 0

    @property
    def name(self):
        """The kind; for a refusal the requested kind."""
        return KINDS[self.refused_kind or self.kind]

    @property
    def is_refusal(self):
        return self.kind == 20


class Lots:
    """The items of an allocation, a payment or a new lot."""

    __slots__ = ("entry", "ordinal", "arrival", "origin", "points", "activates", "expires",
                 "sliding", "debt")


class EntryCursor(Cursor):
    """Reads the bytes of entries."""

    def instant(self, base=0):
        return checked_instant(base + self.zigzag())

    def short_text(self, may_be_absent=False):
        length = self.byte()
        if length == 0 and may_be_absent:
            return None
        if not 1 <= length <= 64:
            raise Malformed(f"a short text of {length} bytes")
        return self.text(length)

    def text(self, length):
        try:
            return self.take(length).decode()
        except UnicodeDecodeError:
            raise Malformed("a text that is not UTF-8") from None

    def number(self):
        value = self.varint()
        if value >= _NUMBER_LIMIT:
            raise Malformed("a number of more than 32 bits")
        return value

    def points(self):
        value = self.varint()
        if value >= _SIGNED_LIMIT:
            raise Malformed("points beyond 63 bits")
        return value

    def expiry(self):
        kind = self.byte()
        if kind > 1:
            raise Malformed(f"an expiry of sort {kind}")
        return self.instant() if kind else NEVER

    def sliding(self):
        days = self.varint()
        if days == 0:
            return None
        if days > _MOST_DAYS:
            raise Malformed(f"an inactivity rule of {days} days")
        kinds = self.varint()
        check_kinds(kinds)
        return days, kinds


def checked_instant(value):
    if not _EARLIEST <= value <= _LATEST:
        raise Malformed("an instant out of range")
    return value


def check_kinds(kinds):
    if kinds & 1 or kinds >> len(KINDS):
        raise Malformed("a set with kinds that do not exist")


def _back(cursor, entry, least=1):
    distance = cursor.varint()
    if not least <= distance <= entry.sequence:
        raise Malformed(f"it points {distance} entries back")
    return entry.sequence - distance


def _nonzero(value, what):
    if value == 0:
        raise Malformed(f"{what} is present, and 0")
    return value


def _lot_name(cursor, entry, lot, arrives=False):
    lot.entry = _back(cursor, entry, 0)
    lot.ordinal = cursor.varint()
    if lot.ordinal > _MOST_LOTS:
        raise Malformed(f"a lot with the ordinal {lot.ordinal}")
    if arrives:
        lot.arrival = lot.entry + cursor.varint()
        if lot.arrival > entry.sequence:
            raise Malformed("a lot that arrives after it is taken from")
    distance = cursor.varint()
    if distance > lot.entry:
        raise Malformed("a lot that began before the log")
    lot.origin = lot.entry - distance


def _dates(cursor, lot):
    lot.points = cursor.points()
    lot.activates = cursor.instant()
    lot.expires = cursor.expiry()
    lot.sliding = cursor.sliding()


def _allocation(cursor, entry):
    lot = Lots()
    _lot_name(cursor, entry, lot, arrives=True)
    _dates(cursor, lot)
    return lot


def _payment(cursor, entry):
    lot = Lots()
    lot.debt = _back(cursor, entry)
    _lot_name(cursor, entry, lot)
    lot.points = cursor.points()
    return lot


def _new_lot(cursor, entry):
    lot = Lots()
    lot.origin = _back(cursor, entry, 0)
    _dates(cursor, lot)
    return lot


def _flags(cursor, entry):
    entry.flags = _nonzero(cursor.byte(), "flags")
    if entry.flags & 128:
        raise Malformed("a flag that does not exist")


def _effective(cursor, entry):
    entry.late = _nonzero(cursor.varint(), "effective")
    entry.effective = checked_instant(entry.occurred + entry.late)


def _expires(cursor, entry):
    entry.expires = cursor.instant(entry.occurred)


def _sliding(cursor, entry):
    entry.sliding = cursor.sliding()
    if entry.sliding is None:
        raise Malformed("sliding is present, and 0")


class Terms:
    """The policy of a unit."""

    def __init__(self, cursor):
        self.code = cursor.short_text(True)
        if self.code is not None and not _CODE.fullmatch(self.code.encode()):
            raise Malformed("a unit's code with white space, or of more than 16 bytes")
        scale = cursor.byte()
        if scale > 7:
            raise Malformed(f"a scale of {scale - 1}")
        self.scale = scale - 1 if scale else None
        self.reversal = cursor.byte()
        self.restore = cursor.byte()
        if self.reversal > 2 or self.restore > 2:
            raise Malformed("a policy that does not exist")
        self.restore_days = cursor.varint() if self.restore else 0
        days = cursor.varint()
        self.inactivity, self.retention = days & 0xFFFFFFFF, days >> 32
        if self.restore and not 1 <= self.restore_days <= _MOST_DAYS:
            raise Malformed(f"a policy of {self.restore_days} days")
        if max(self.inactivity, self.retention) > _MOST_DAYS:
            raise Malformed(f"a policy of {max(self.inactivity, self.retention)} days")
        self.activity = cursor.varint()
        check_kinds(self.activity)


def _terms(cursor, entry):
    entry.terms = Terms(cursor)


def _refusal(cursor, entry):
    entry.refused_kind, entry.refused_code = cursor.byte(), cursor.byte()
    if not 1 <= entry.refused_kind < len(KINDS) or KINDS[entry.refused_kind] == "refusal":
        raise Malformed(f"it refuses the kind {entry.refused_kind}")
    if not 1 <= entry.refused_code < len(REFUSAL_CODES):
        raise Malformed(f"it refuses with code {entry.refused_code}")
    if entry.refused_code in CODES_WITH_VALUE:
        entry.refused_value = cursor.zigzag()
        if REFUSAL_CODES[entry.refused_code] == "periodClosed":
            checked_instant(entry.refused_value)


def _new_member(cursor, entry):
    """The seed of the keys of 256 members, if the member is the first of them; else nothing."""
    entry.new_member = cursor.take(16) if (entry.member or 0) % 256 == 0 else b""


def _unknown(cursor, entry):
    entry.unknown_member = cursor.short_text(True)
    entry.unknown_counterparty = cursor.short_text(True)
    entry.unknown_original = cursor.short_text(True)
    count = cursor.count(_MOST_NAMED_LOTS, 0)
    entry.unknown_lots = [cursor.short_text() for _ in range(count)]
    names = entry.unknown_member, entry.unknown_counterparty, entry.unknown_original
    if not count and names == (None, None, None):
        raise Malformed("unknown names are present, and none")


def _texts(cursor, entry):
    present = cursor.byte()
    if present == 0 or present >> len(TEXTS):
        raise Malformed(f"a set of texts {present:#x}")
    entry.texts = {}
    for bit, name in enumerate(TEXTS):
        if present >> bit & 1:
            length = cursor.varint()
            if not length <= _TEXT_LIMITS[bit]:
                raise Malformed(f"{name} of {length} bytes")
            entry.texts[name] = cursor.text(length)


def _simple(name, read):
    def field(cursor, entry):
        setattr(entry, name, read(cursor))
    return field


def _list(name, read, most=_MOST_LOTS):
    def field(cursor, entry):
        setattr(entry, name, [read(cursor, entry) for _ in range(cursor.count(most))])
    return field


def _pointer(name, least=1):
    def field(cursor, entry):
        setattr(entry, name, _back(cursor, entry, least))
    return field


def _not_zero(name, read):
    def field(cursor, entry):
        setattr(entry, name, _nonzero(read(cursor), name))
    return field


_FIELDS = (
    _flags,
    _simple("member", EntryCursor.number),
    _simple("unit", EntryCursor.byte),
    _simple("identifier", EntryCursor.number),
    _effective,
    _not_zero("change", EntryCursor.zigzag),
    _simple("amount", EntryCursor.points),
    lambda cursor, entry: setattr(entry, "has_asked", True),
    _simple("asked", EntryCursor.zigzag),
    _not_zero("balance", EntryCursor.zigzag),
    _pointer("previous"),
    _pointer("original"),
    lambda cursor, entry: setattr(entry, "activates", cursor.instant(entry.occurred)),
    _expires,
    _simple("counterparty", EntryCursor.number),
    _simple("counterparty_identifier", EntryCursor.number),
    _simple("reference", EntryCursor.short_text),
    _list("allocations", _allocation),
    _not_zero("arrears", EntryCursor.points),
    _not_zero("covered", EntryCursor.points),
    _list("payments", _payment, _MOST_PAYMENTS),
    _list("new_lots", _new_lot),
    _sliding,
    _terms,
    _pointer("group", 0),
    _refusal,
    _new_member,
    _simple("new_identifier", EntryCursor.short_text),
    _list("named_lots", _back, _MOST_NAMED_LOTS),
    _unknown,
    _simple("salt", lambda cursor: cursor.take(16)),
    _texts,
    _simple("asked_unit", EntryCursor.byte),
)


def _finish(entry):
    """Fills in the fields that follow from others, and checks that nothing was written needlessly.
    """
    size = abs(entry.change)
    if entry.amount is None:
        entry.amount = size
    elif entry.amount == size:
        raise Malformed("amount is present, and that of the change")
    default = entry.change if entry.name == "adjust" and not entry.is_refusal else entry.amount
    if not entry.has_asked:
        if entry.asked is not None:
            raise Malformed("points asked otherwise, but none asked")
    elif entry.asked is None:
        entry.asked = default
    elif entry.asked == default:
        raise Malformed("points asked otherwise, but not otherwise")
    if entry.is_refusal != (entry.refused_code is not None):
        raise Malformed("a refusal without a code, or a code without a refusal")


def decode(cursor, sequence, posted):
    """Reads the entry that begins at the cursor: a length, and a body of that length."""
    return decode_body(cursor.take(cursor.varint()), sequence, posted)


def decode_body(body, sequence, posted):
    """Reads the body of an entry."""
    cursor = EntryCursor(body)
    entry = Entry()
    entry.sequence, entry.posted, entry.body = sequence, posted, body
    entry.kind = cursor.byte()
    if not 1 <= entry.kind < len(KINDS):
        raise Malformed(f"kind {entry.kind}")
    present = cursor.varint()
    if present >> len(_FIELDS):
        raise Malformed("a field that does not exist")
    entry.occurred = entry.effective = cursor.instant()
    for field in _fields(present):
        field(cursor, entry)
    if cursor.at != cursor.end:
        raise Malformed("it is longer than its fields")
    _finish(entry)
    return entry


_CHOSEN = {}


def _fields(present):
    """The fields of a set; the same few sets occur again and again."""
    fields = _CHOSEN.get(present)
    if fields is None:
        fields = [field for bit, field in enumerate(_FIELDS) if present >> bit & 1]
        if len(_CHOSEN) < 4096:
            _CHOSEN[present] = fields
    return fields
