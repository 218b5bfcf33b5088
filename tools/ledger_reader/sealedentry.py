"""The bodies of sealed entries, rebuilt from their columns: see spec/entries.md."""

import re

from .bytewriter import ByteWriter
from .entry import CODES_WITH_VALUE, KINDS, NEVER, TEXTS
from .problem import Malformed

_EXPIRE, _RELEASE = KINDS.index("expire"), KINDS.index("release")
_DEBITS = tuple(map(KINDS.index, ("redeem", "capture", "transfer")))
_RESTORING = tuple(map(KINDS.index, ("reverse", "counter")))
_REFERENCE, _ALLOCATIONS = 16, 17  # bits of fields
_UUID_7 = re.compile(rb"([0-9a-f]{8})-([0-9a-f]{4})-7.{3}-.{4}-.{12}", re.DOTALL)
_48_BITS = (1 << 48) - 1
_ALPHANUMERIC = re.compile(rb"[0-9A-Za-z]")
_ESCAPE = 0


class SealedEntry:
    """Builds the body of an entry from columns, one field after the other."""

    def __init__(self, columns, chain, sequence):
        self.take = columns.take
        self.chain = chain
        self.sequence = sequence
        self.out = ByteWriter()
        self.member = self.unit = self.amount = None
        self.change = 0
        self.reference = b""
        self._allocations = None
        self.posted = self.take("posted")
        shape = self.take("shape") % (1 << 64)
        self.kind, self.present = shape & 255, shape >> 8
        if self.present >> len(_FIELDS):
            raise Malformed("a field that does not exist")
        is_booked = self.kind == _EXPIRE or self.kind == _RELEASE and not self.has(_REFERENCE)
        self.occurred = self.take("booked" if is_booked else "occurred")

    def has(self, bit):
        return self.present >> bit & 1

    def body(self):
        out = self.out
        out.byte(self.kind)
        out.varint(self.present)
        out.zigzag(self.occurred)
        for bit, field in enumerate(_FIELDS):
            if self.present >> bit & 1:
                field(self)
        return bytes(out.bytes)

    # Fields.

    def put_member(self):
        self.member = self.take("member")
        self.out.varint(self.member)

    def put_unit(self):
        self.unit = self.take("unit")
        self.out.byte(self.unit)

    def put_change(self):
        name = ("debit" if self.kind in _DEBITS else "expired" if self.kind == _EXPIRE else
                "change")
        self.change = self.take(name)
        self.out.zigzag(self.change)

    def put_amount(self):
        self.amount = self.take("amount")
        self.out.varint(self.amount)

    def put_balance(self):
        self.out.zigzag(self.chain.balance(self.member, self.unit, self.change))

    def put_previous(self):
        self.out.varint(self.chain.previous(self.sequence, self.member, self.unit))

    def put_original(self):
        if self.kind != _EXPIRE:
            self.out.varint(self.take("original"))
            return
        first = next(iter(self.allocations()), None)
        if first is None:
            raise Malformed("an expire of no lot")
        lot, _, _, origin, _ = first
        self.out.varint(self.chain.original(lot + origin))

    def put_reference(self):
        text = self.take("reference")
        match = _UUID_7.fullmatch(text)
        if match:
            time = b"%012x" % (int(match[1] + match[2], 16) + self.occurred & _48_BITS)
            text = time[:8] + b"-" + time[8:] + text[13:]
        self.reference = text
        self.out.short_text(text)

    def allocations(self):
        """For each: back to the lot, ordinal, arrival, distance to the origin, points."""
        if self._allocations is None and self.has(_ALLOCATIONS):
            count = self.take("allocations")
            left = abs(self.change) if self.amount is None else self.amount
            self._allocations = []
            for index in range(count):
                place = [self.take(f"allocation {name}")
                         for name in ("lot", "ordinal", "arrival", "origin")]
                if index + 1 < count:
                    points = self.take("allocation points")
                    left -= points
                else:
                    points = left - self.take("allocation rest")
                self._allocations.append((*place, points))
        return self._allocations or ()

    def put_allocations(self):
        is_restoring = self.kind in _RESTORING and self.change >= 0
        self.out.varint(len(self.allocations()))
        for back, ordinal, arrival, origin, points in self.allocations():
            for number in (back, ordinal, arrival, origin, points):
                self.out.varint(number)
            if is_restoring:
                self.put_dates("restored")
                continue
            lot = self.chain.lot(self.member, self.unit, (self.sequence - back, ordinal))
            self.out.zigzag(lot.activates)
            self.out.byte(lot.expires != NEVER)
            if lot.expires != NEVER:
                self.out.zigzag(lot.expires)
            days, kinds = lot.sliding or (0, 0)
            self.out.varint(days)
            if days:
                self.out.varint(kinds)

    def put_dates(self, of):
        """activates, expiry, sliding"""
        self.out.zigzag(self.take(f"{of} activates"))
        expires = self.take(f"{of} expiry")
        self.out.byte(expires)
        if expires:
            self.out.zigzag(self.take(f"{of} expires"))
        self.put_sliding(of)

    def put_sliding(self, of):
        days = self.take(f"{of} days")
        self.out.varint(days)
        if days:
            self.out.varint(self.take(f"{of} kinds"))

    def put_payments(self):
        for _ in self.counted("payments"):
            for name in ("debt", "lot", "ordinal", "origin", "points"):
                self.out.varint(self.take(f"payment {name}"))

    def put_new_lots(self):
        for _ in self.counted("new lots"):
            self.out.varint(self.take("new lot origin"))
            self.out.varint(self.take("new lot points"))
            self.put_dates("new lot")

    def put_terms(self):
        self.out.short_text(self.take("code"))
        self.out.byte(self.take("scale"))
        self.out.byte(self.take("reversal"))
        restore = self.take("restore")
        self.out.byte(restore)
        if restore:
            self.out.varint(self.take("restore days"))
        self.out.varint(self.take("inactivity days"))
        self.out.varint(self.take("activity kinds"))

    def put_refusal(self):
        self.out.byte(self.take("refused kind"))
        code = self.take("refusal code")
        self.out.byte(code)
        if code in CODES_WITH_VALUE:
            self.out.zigzag(self.take("refusal value"))

    def put_new_member(self):
        if (self.member or 0) % 256 == 0:
            self.put_random("seed")

    def put_random(self, name):
        for column in (name, f"{name} low"):
            self.out.bytes += (self.take(column) % (1 << 64)).to_bytes(8, "big")

    def put_named_lots(self):
        for _ in self.counted("named lots"):
            self.out.varint(self.take("named lot"))

    def put_unknown(self):
        for name in ("member", "counterparty", "original"):
            self.out.short_text(self.take(f"unknown {name}"))
        for _ in self.counted("unknown lots"):
            self.out.short_text(self.take("unknown lot"))

    def put_texts(self):
        present = self.take("texts")
        self.out.byte(present)
        for bit, name in enumerate(TEXTS):
            if present >> bit & 1:
                text = self.take(name)
                self.out.long_text(self.location(text) if name == "location" else text)

    def location(self, stored):
        """The location that was stored; it may be stored as the beginning of the reference."""
        if stored[:1] != bytes((_ESCAPE,)):
            return stored
        if len(stored) < 2 or stored[1] and (
                len(stored) != 3 or stored[1] > len(self.reference)):
            raise Malformed("a location that is none")
        if not stored[1]:
            return stored[2:]
        return bytes(byte if _ALPHANUMERIC.match(bytes((byte,))) else stored[2]
                     for byte in self.reference[:stored[1]])

    def counted(self, name):
        """Iterates over a list whose length is in a column."""
        count = self.take(name)
        self.out.varint(count)
        return range(count)


def _number(name):
    return lambda entry: entry.out.varint(entry.take(name))


def _signed(name):
    return lambda entry: entry.out.zigzag(entry.take(name))


def _byte(name):
    return lambda entry: entry.out.byte(entry.take(name))


def _instant(name):
    return lambda entry: entry.out.zigzag(entry.take(name) - entry.occurred)


_FIELDS = (
    _byte("flags"), SealedEntry.put_member, SealedEntry.put_unit, _number("identifier"),
    _number("late"), SealedEntry.put_change, SealedEntry.put_amount, lambda entry: None,
    _signed("asked"), SealedEntry.put_balance, SealedEntry.put_previous,
    SealedEntry.put_original, _instant("activates"), _instant("expires"),
    _number("counterparty"), _number("counterparty identifier"), SealedEntry.put_reference,
    SealedEntry.put_allocations, _number("arrears"), _number("covered"),
    SealedEntry.put_payments, SealedEntry.put_new_lots,
    lambda entry: entry.put_sliding("sliding"), SealedEntry.put_terms, _number("group"),
    SealedEntry.put_refusal, SealedEntry.put_new_member,
    lambda entry: entry.out.short_text(entry.take("new identifier")),
    SealedEntry.put_named_lots, SealedEntry.put_unknown,
    lambda entry: entry.put_random("salt"), SealedEntry.put_texts, _byte("asked unit"),
)
