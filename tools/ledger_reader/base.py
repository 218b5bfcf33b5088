"""What stands in the place of dropped entries, according to spec/compaction.md."""

import os
import struct

from .account import Account, Hold, Lot
from .entry import NEVER, EntryCursor, Terms, decode_body
from .problem import Malformed, Problem
from .registry import Identifier, Unit, kept_keys, member as new_member
from .runfile import RunFile

_NEVER_YET = -NEVER - 1
_LEDGER, _ACCOUNTS, _MEMBERS, _IDENTIFIERS = range(4)
_ENTRIES, _SUMMARY, _SEEDS = 9, 10, 11


class Base:
    """The base of a ledger."""

    def __init__(self, path, record, ledger):
        self.name = record.name
        self.end = record.next
        self._run = RunFile(os.path.join(path, record.name), record.name, record, ledger)
        try:
            self._summary()
            self._ledger()
        except Malformed as fault:
            raise self._wrong(fault) from None

    def _wrong(self, fault):
        return Problem(f"{self.name}: {fault}")

    def _only(self, table):
        values = list(self._run.table(table))
        if len(values) != 1 or values[0][0] != 0:
            raise Malformed(f"table {table} is not a single value")
        return EntryCursor(values[0][1])

    def _summary(self):
        cursor = self._only(_SUMMARY)
        if cursor.byte() != 2:
            raise Malformed("a summary of another version")
        self.before, self.made = cursor.zigzag(), cursor.zigzag()
        self.unit_entries = cursor.varint()
        self.peaks = [cursor.take(32) for _ in range(cursor.count(64, 0))]
        end = 0
        for _ in range(cursor.count(1 << 20, 0)):
            first, end = end, cursor.varint()
            cursor.varint()
            self.archive = cursor.take(cursor.varint()).decode(errors="replace")
            if end <= first:
                raise Malformed("the places of archives are not in order")
        if end != self.end:
            raise Malformed("the places of archives do not end where it ends")
        cursor.check_end()
        if len(self.peaks) != bin(self.end).count("1"):
            raise Malformed("its tree does not fit its entries")

    def _ledger(self):
        cursor = self._only(_LEDGER)
        self._counts = [cursor.varint() for _ in range(3)]  # accounts, members, identifiers
        self.closed, self.posted, self.latest_effective, _ = (cursor.zigzag() for _ in range(4))
        cursor.take(8)
        self._units = []
        for _ in range(cursor.count(250, 0)):
            scale = cursor.byte()
            terms = Terms(cursor)
            unit = Unit(terms.code, terms)
            unit.scale = scale
            self._units.append(unit)
        self._operator = [cursor.varint() for _ in range(cursor.varint())]
        cursor.check_end()

    def references(self):
        """The references of the entries that are kept, by sequence number."""
        try:
            kept = {}
            for sequence, value in self._run.table(_ENTRIES):
                cursor = EntryCursor(value)
                posted = cursor.zigzag()
                entry = decode_body(value[cursor.at:], sequence, posted)
                kept[sequence] = entry.reference or ""
            return kept
        except Malformed as fault:
            raise self._wrong(fault) from None

    def fill(self, registry, state):
        """Brings names and state to where they were after the last dropped entry."""
        try:
            self._fill_names(registry)
            if state is not None:
                self._fill_state(registry, state)
        except Malformed as fault:
            raise self._wrong(fault) from None

    def _fill_names(self, registry):
        for _, value in self._run.table(_IDENTIFIERS):
            cursor = EntryCursor(value)
            text, member = cursor.short_text(), cursor.varint()
            identifier = Identifier(text, member, cursor.zigzag())
            cursor.varint()
            if cursor.at != cursor.end:
                identifier.end = cursor.zigzag()
                cursor.varint()
            cursor.check_end()
            registry.identifiers.append(identifier)
        members = dict(self._run.table(_MEMBERS))
        seeds = dict(self._run.table(_SEEDS))
        seed = bytes(16)
        kept = None
        for number in range(self._counts[1]):
            if number in seeds:
                seed, rest = seeds[number][:16], seeds[number][16:]
                kept = kept_keys([rest[at:at + 8] for at in range(0, len(rest), 8)]) if rest else None
            first, last, freeze, into, merged_at = number, None, 0, None, None
            if number in members:
                cursor = EntryCursor(members[number])
                flags = cursor.byte()
                first, last = cursor.varint(), cursor.varint() - 1
                for _ in range(cursor.varint()):
                    cursor.varint()
                for _ in range(cursor.varint()):
                    cursor.varint()
                freeze = flags >> 1 & 3
                if flags & 8:
                    into, merged_at = cursor.varint(), cursor.zigzag()
                    cursor.varint()
                cursor.check_end()
            member = new_member(seed, kept, number, first)
            member.freeze, member.into, member.merged_at = freeze, into, merged_at
            registry.members.append(member)
            if last is not None and last >= 0:
                registry.begin(number, None, last)
        if len(registry.identifiers) != self._counts[2]:
            raise Malformed("it lacks identifiers")
        for (member, unit), value in self._accounts():
            registry.begin(member, unit, value[1])
        registry.resume(self._units, self.unit_entries, self._operator, self.posted, seed, kept)

    def _accounts(self):
        """By number: the key, and parts, last entry (or None) and the rest of the value."""
        for _, value in self._run.table(_ACCOUNTS):
            cursor = EntryCursor(value)
            parts, member, unit, last = (
                cursor.byte(), cursor.varint(), cursor.byte(), cursor.varint())
            yield (member, unit), (parts, last - 1 if last else None, cursor)

    def _fill_state(self, registry, state):
        state.closed = None if self.closed == _NEVER_YET else self.closed
        for (member, unit), (parts, last, cursor) in self._accounts():
            account = state.account(member, unit)
            account.last = last
            self._fill_account(account, parts, cursor, state)
        if len(state.accounts) != self._counts[0]:
            raise Malformed("it lacks accounts")

    def _fill_account(self, account, parts, cursor, state):
        account.settled = cursor.zigzag()
        account.earned, account.redeemed, account.expired, _ = (
            cursor.zigzag() for _ in range(4))
        lots = list(_lots(cursor))
        if parts & 1:
            for _ in range(cursor.varint()):
                hold = _hold(cursor)
                account.holds[hold.entry] = hold
        if parts & 2:
            for _ in range(cursor.varint()):
                origin = cursor.varint()
                account.debts[origin] = cursor.varint()
        if parts & 4:
            for kind in range(cursor.varint()):
                instant = cursor.zigzag()
                if instant != _NEVER_YET:
                    account.activity[kind] = instant
        if parts & 8:
            for _ in range(cursor.varint()):
                name = _name(cursor)
                state.extend(name, cursor.zigzag())
        if parts & 16:
            for _ in range(cursor.varint()):
                cursor.varint()
                cursor.varint()
        cursor.check_end()
        for lot in lots:
            account.add(lot)


def _name(cursor):
    packed = cursor.varint()
    return packed >> 20, packed & 0xFFFFF


def _rule(cursor):
    days = cursor.varint()
    kinds = cursor.varint()
    return (days, kinds) if days else None


def _hold(cursor):
    entry, deadline = cursor.varint(), cursor.zigzag()
    parts = []
    for _ in range(cursor.varint()):
        name = _name(cursor)
        cursor.varint()
        cursor.varint()
        points = cursor.zigzag()
        cursor.zigzag()
        if cursor.byte():
            cursor.zigzag()
        _rule(cursor)
        parts.append((name, points))
    return Hold(entry, deadline, parts)


def _lots(cursor):
    origin = arrived = 0
    for _ in range(cursor.varint()):
        shape = cursor.byte()
        origin += cursor.zigzag()
        name = (origin, 0) if shape & 1 else _name(cursor)
        arrival = origin if shape & 2 else cursor.varint()
        arrived += cursor.zigzag()
        activates = arrived + (0 if shape & 4 else cursor.zigzag())
        expires = NEVER if shape & 8 else activates + cursor.zigzag()
        sliding = _rule(cursor) if shape & 16 else None
        died = arrived + cursor.zigzag() if shape & 32 else None
        lot = Lot(name, origin, arrival, arrived, activates, expires, sliding, cursor.varint())
        lot.held = cursor.varint() if shape & 64 else 0
        lot.died = died
        yield lot
