"""The digest of a state."""

import hashlib
import struct

from .entry import NEVER


def _short(text):
    data = text.encode()
    return bytes((len(data),)) + data


def state_digest(state):
    registry = state.registry
    digest = hashlib.sha256(b"PointsLedger state 1\n")

    def numbers(*values):
        digest.update(b"".join(struct.pack(">q", value) for value in values))

    numbers(-NEVER - 1 if state.closed is None else state.closed, len(registry.units))
    for unit in registry.units:
        terms = unit.terms
        digest.update(_short(unit.code) + bytes((unit.scale, terms.reversal)))
        restore = terms.restore_days | (0, 1 << 32, 1 << 33)[terms.restore]
        numbers(restore, terms.inactivity | unit.retention << 32, terms.activity)
    numbers(len(registry.members))
    for member in registry.members:
        numbers(member.first)
        digest.update(bytes((member.freeze,)))
        numbers(-1 if member.into is None else member.into)
    numbers(len(registry.identifiers))
    for identifier in registry.identifiers:
        digest.update(_short(identifier.text))
        numbers(identifier.member)
        digest.update(bytes((identifier.end is None,)))
    numbers(len(state.accounts))
    place = registry.imported_number
    for account in state.accounts.values():
        numbers(account.member)
        digest.update(bytes((account.unit,)))
        lots = account.in_order()
        numbers(account.earned, account.redeemed, account.expired, len(lots))
        for lot in lots:
            days, kinds = lot.sliding or (0, 0)
            numbers(place(lot.origin), lot.activates, lot.expires, days << 32 | kinds,
                    lot.remaining, lot.held)
        numbers(len(account.holds))
        for hold in sorted(account.holds.values(), key=lambda hold: hold.entry):
            numbers(place(hold.entry), hold.deadline, hold.points())
        numbers(len(account.debts))
        for debt in sorted(account.debts):
            numbers(place(debt), account.debts[debt])
    return digest.hexdigest()
