"""The numbers of a ledger: units, members, identifiers."""

import bisect
import hashlib
import struct

from .entry import Malformed


class Unit:
    """A unit and the policy in force."""

    def __init__(self, code, terms):
        self.code = code
        self.scale = terms.scale or 0
        self.terms = terms
        self.retention = terms.retention  # the longest that any version had


class Identifier:
    """A name of a member from `start` on, and until `end` if it was unlinked."""

    __slots__ = ("text", "member", "start", "end")

    def __init__(self, text, member, start):
        self.text, self.member, self.start = text, member, start
        self.end = None


GROUP = 256  # members have their keys from one seed


def member_key(seed, number):
    """The key of a member."""
    return hashlib.sha256(b"\x05" + seed + struct.pack(">Q", number)).digest()[:16]


def kept_keys(words):
    """For each member with an erased seed: whether it is erased, and its key or its id."""
    bits = [int.from_bytes(word, "big") for word in words[:GROUP // 64]]
    words = words[GROUP // 64:]
    return [(bits[index // 64] >> index % 64 & 1, words[2 * index] + words[2 * index + 1])
            for index in range(GROUP)]


class Member:
    """A holder of points."""

    __slots__ = ("id", "key", "first", "freeze", "into", "merged_at")

    def __init__(self, key, first):
        self.id = hashlib.sha256(b"\x04" + key).digest()[:16]
        self.key, self.first = key, first  # the key of an erased member is its id
        self.freeze = 0
        self.into = self.merged_at = None


def member(seed, kept, number, first):
    """A new member. `kept` is what is in the place of a seed that was erased, or None."""
    is_erased, key = kept[number % GROUP] if kept else (False, member_key(seed, number))
    made = Member(key, first)
    if is_erased:
        made.id = key
    return made


class Registry:
    """Learns the names that entries introduce."""

    def __init__(self):
        self.units = []
        self.unit_entries = 0  # new units and new policies
        self.members = []
        self.identifiers = []
        self._unit_numbers = {}
        self._seed = bytes(16)  # of the keys of the latest members
        self._kept = None  # what is in its place, if it was erased
        self._live = {}  # identifiers that currently name a member, by text
        self._latest = {}  # by member and unit: the latest entry
        self._operator = []  # the sequence numbers of all operator's entries, ascending
        self._posted = None  # of the latest entry

    def note(self, entry):
        """Adds an entry, and checks that every number in it is known."""
        if entry.new_member is not None:
            self._enrol(entry)
        elif entry.new_identifier is not None:
            self._learn(entry)
        members, identifiers = len(self.members), len(self.identifiers)
        if entry.member is not None and entry.member >= members:
            raise Malformed(f"it names member {entry.member} of {members}")
        if entry.counterparty is not None and entry.counterparty >= members:
            raise Malformed(f"it names member {entry.counterparty} of {members}")
        for number in (entry.identifier, entry.counterparty_identifier):
            if number is not None and number >= identifiers:
                raise Malformed(f"it names identifier {number} of {identifiers}")
        if entry.identifier is not None and entry.identifier == self.members[entry.member].first:
            raise Malformed("it repeats the member's first identifier")
        if entry.member is not None:
            latest = self.latest(entry.member, entry.unit)
            if latest != entry.previous:
                raise Malformed(f"the entry before it is {latest}, not {entry.previous}")
            self._latest[entry.member, entry.unit] = entry.sequence
        elif entry.previous is not None or entry.unit is not None:
            raise Malformed("it continues an account, and has no member")
        if entry.kind == 1:
            self.unit_entries += 1
            self._define(entry.terms)
        elif entry.kind == 4:
            self.end_identifier(entry)
        if entry.kind == 23:
            self._accept(entry)
        elif entry.kind == 22:
            if entry.member is None:
                raise Malformed("it erases nobody")
            if entry.expires is None:  # else it is forbidden until then
                self.members[entry.member].key = self.members[entry.member].id
        elif entry.kind == 24 and (entry.original is None or entry.activates is None):
            raise Malformed("it cuts where there are no entries")
        if entry.kind in (22, 23, 24):
            self._operator.append(entry.sequence)
        self._posted = entry.posted
        for number in (entry.unit, entry.asked_unit):
            if number is not None and number >= len(self.units):
                raise Malformed(f"it names unit {number} of {len(self.units)}")

    def _accept(self, entry):
        clock = entry.activates
        if clock is None or entry.occurred != self._posted or (
                entry.posted != max(clock, entry.occurred)):
            raise Malformed("its instants are not those of the clock")

    def imported_number(self, sequence):
        """The number of entries before this one, not counting the operator's."""
        return sequence - bisect.bisect_left(self._operator, sequence)

    def begin(self, member, unit, last):
        """Notes the latest of the dropped entries of an account, or of a member as a whole."""
        if last is not None:
            self._latest[member, unit] = last

    def resume(self, units, unit_entries, operator, posted, seed, kept):
        """Goes on after dropped entries, of which members and identifiers are known already."""
        self.units = units
        self._unit_numbers = {unit.code: number for number, unit in enumerate(units)}
        self.unit_entries, self._operator = unit_entries, list(operator)
        self._posted, self._seed, self._kept = posted, seed, kept
        for identifier in self.identifiers:
            if identifier.end is None:
                self._live[identifier.text] = identifier

    def latest(self, member, unit):
        """The latest entry of an account; without a unit, of a member as a whole."""
        return self._latest.get((member, unit))

    def _enrol(self, entry):
        if entry.member != len(self.members) or entry.new_identifier is None:
            raise Malformed("it enrols a member who has not the next number, or no identifier")
        if entry.new_member:
            self._seed, self._kept = entry.new_member, entry.kept_keys
        self.members.append(member(self._seed, self._kept, entry.member, len(self.identifiers)))
        self._learn(entry)

    def _learn(self, entry):
        text = entry.new_identifier
        if entry.member is None or text in self._live:
            raise Malformed(f"it makes {text} known, which is known, or is nobody's")
        identifier = Identifier(text, entry.member, entry.effective)
        self._live[text] = identifier
        self.identifiers.append(identifier)

    def end_identifier(self, entry):
        """Applies an `unlink`."""
        number = entry.counterparty_identifier
        identifier = None if number is None else self.identifiers[number]
        if identifier is None or identifier.end is not None:
            raise Malformed("it unlinks nothing, or what was unlinked")
        identifier.end = entry.effective
        del self._live[identifier.text]

    def _define(self, terms):
        if terms is None or terms.code is None:
            raise Malformed("a unit without a code or a policy")
        number = self._unit_numbers.get(terms.code)
        if number is None:
            self._unit_numbers[terms.code] = len(self.units)
            self.units.append(Unit(terms.code, terms))
            if len(self.units) > 255:
                raise Malformed("more units than a byte can number")
            return
        unit = self.units[number]
        if terms.scale not in (None, unit.scale):
            raise Malformed(f"it changes the scale of {unit.code}")
        unit.terms = terms
        unit.retention = max(unit.retention, terms.retention)

    def survivor(self, number, instant):
        """The member that a member had become through merges by an instant."""
        while True:
            member = self.members[number]
            if member.into is None or member.merged_at > instant:
                return number
            number = member.into

    def unit_of(self, entry):
        """The unit of an entry, or the requested one."""
        number = entry.unit if entry.unit is not None else entry.asked_unit
        return None if number is None else self.units[number]

    def member_text(self, entry):
        """The identifier by which the member was named."""
        if entry.member is None:
            return entry.unknown_member
        number = entry.identifier
        if number is None:
            number = self.members[entry.member].first
        return self.identifiers[number].text

    def counterparty_text(self, entry):
        """The other identifier."""
        if entry.counterparty_identifier is not None:
            return self.identifiers[entry.counterparty_identifier].text
        if entry.counterparty is not None and entry.name != "reverse":
            return self.identifiers[self.members[entry.counterparty].first].text
        if entry.kind == 3 and entry.new_identifier is not None:
            return entry.new_identifier
        return entry.unknown_counterparty
