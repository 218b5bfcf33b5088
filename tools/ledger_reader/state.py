"""The state that results from the entries of a ledger."""

from .account import Account, Hold, Lot
from .entry import (ENDING_SIDE, NEVER, OF_CREDIT, OF_DEBIT, PARTIAL, POLICY, STAYING_SIDE,
                    Malformed)


class State:
    """Applies entries, according to spec/rules.md.

    With `until` it leaves out what was effective after that instant.
    """

    def __init__(self, registry, until=None):
        self.registry = registry
        self.until = until
        self.closed = None
        self.accounts = {}  # by member and unit, in the order of their first entries
        self._extended = {}  # by lot name: the expiry that an `extend` set

    def apply(self, entry):
        """Applies the next entry. The registry knows it already."""
        if entry.is_refusal:
            self._check_refusal(entry)
            return
        if self.until is not None and entry.effective > self.until:
            return
        if entry.unit is not None:
            self._apply_to_account(entry)
        else:
            self._apply_to_members(entry)

    def _check_refusal(self, entry):
        account = self.accounts.get((entry.member, entry.unit))
        balance = account.balance() if account else 0
        if self.until is None and (entry.change or entry.balance != balance):
            raise Malformed(f"refused, and the account has {balance}, not {entry.balance}")

    def extend(self, name, expires):
        """Notes the expiry that an `extend` set for a lot."""
        self._extended[name] = expires

    # Members and the ledger as a whole.

    def _apply_to_members(self, entry):
        name = entry.name
        if name == "close-period":
            self.closed = entry.occurred
            return
        if entry.member is None:
            return
        member = self.registry.members[entry.member]
        if name == "freeze":
            member.freeze = 2 if entry.flags & POLICY else 1
        elif name == "unfreeze":
            member.freeze = 0
        elif name == "merge":
            survivor = entry.counterparty
            if survivor is None or survivor == entry.member or member.into is not None or (
                    self.registry.members[survivor].into is not None):
                raise Malformed("it merges members who are the same, or merged already")
            member.into = entry.counterparty
            member.merged_at = entry.effective

    # Accounts.

    def account(self, member, unit):
        account = self.accounts.get((member, unit))
        if account is None:
            account = self.accounts[member, unit] = Account(member, unit)
        return account

    def _apply_to_account(self, entry):
        account = self.account(entry.member, entry.unit)
        effect = _EFFECTS.get(entry.name)
        if effect is None:
            raise Malformed(f"a {entry.name} has no account")
        effect(self, account, entry)
        for part in entry.payments:
            account.pay(part.debt, (part.entry, part.ordinal), part.points)
        if account.settled is not None and entry.effective < account.settled:
            raise Malformed("it is effective before the account's entry before it")
        account.settled = entry.effective
        if entry.reference is not None:
            account.mark_dead(entry.effective)
            account.activity[entry.kind] = entry.effective
        if account.balance() != entry.balance:
            raise Malformed(f"after it the account has {account.balance()}, not {entry.balance}")

    def _credit(self, account, entry):
        expires = NEVER if entry.expires is None else entry.expires
        activates = entry.occurred if entry.activates is None else entry.activates
        account.add(Lot((entry.sequence, 0), entry.sequence, entry.sequence, entry.effective,
                         activates, expires, entry.sliding, entry.amount))
        if entry.kind != _ADJUST:
            account.earned += entry.amount

    def _take(self, account, entry):
        for part in entry.allocations:
            name = part.entry, part.ordinal
            lot = account.lot(name)
            if (part.origin, part.arrival, part.activates, part.expires, part.sliding) != (
                    lot.origin, lot.arrival, lot.activates, lot.expires, lot.sliding):
                raise Malformed(f"it says of lot {name} what it is not")
            account.take(name, part.points)

    def _adjust(self, account, entry):
        (self._credit if entry.change >= 0 else self._take_and_owe)(account, entry)

    def _take_and_owe(self, account, entry):
        self._take(account, entry)
        if entry.arrears:
            account.debts[entry.sequence] = entry.arrears

    def _redeem(self, account, entry):
        self._take(account, entry)
        account.redeemed += entry.amount

    def _expire(self, account, entry):
        self._take(account, entry)
        account.expired += entry.amount

    def _hold(self, account, entry):
        if entry.expires is None:
            raise Malformed("a hold without a deadline")
        parts = []
        for part in entry.allocations:
            lot = account.lot((part.entry, part.ordinal))
            if part.points > lot.free:
                raise Malformed(f"it holds more than is free in lot {lot.name}")
            lot.held += part.points
            parts.append((lot.name, part.points))
        account.holds[entry.sequence] = Hold(entry.sequence, entry.expires, parts)

    def _release(self, account, entry):
        account.free_hold(entry.original)

    def _capture(self, account, entry):
        if entry.flags & PARTIAL:
            account.capture_part(entry.original, entry.amount)
        else:
            account.free_hold(entry.original)
        self._redeem(account, entry)

    def _reverse(self, account, entry):
        if entry.change < 0:
            self._take_and_owe(account, entry)
        else:
            if entry.arrears:
                account.cancel(entry.original, entry.arrears)
            self._restore(account, entry)
        if entry.flags & OF_CREDIT:
            account.earned += entry.change
        if entry.flags & OF_DEBIT:
            account.redeemed -= entry.change

    def _restore(self, account, entry):
        for part in entry.allocations:
            name = part.entry, part.ordinal
            lot = account.lots.get(name)
            if lot is not None:
                account.give_back(lot, part.points)
                continue
            expires = max(part.expires, self._extended.get(name, part.expires))
            lot = Lot(name, part.origin, part.arrival, entry.effective, part.activates, expires,
                      part.sliding, part.points)
            if part.sliding is not None:
                # It was forgotten because it had died.
                lot.died = entry.effective
            account.add(lot)
        for ordinal, part in enumerate(entry.new_lots):
            account.add(Lot((entry.sequence, ordinal), part.origin, entry.sequence,
                             entry.effective, part.activates, part.expires, part.sliding,
                             part.points))

    def _counter(self, account, entry):
        if entry.flags & STAYING_SIDE:
            self._move(self.account(entry.counterparty, entry.unit), account, entry)
        elif entry.flags & ENDING_SIDE:
            account.empty()
        elif entry.change < 0:
            self._take(account, entry)
        else:
            self._restore(account, entry)

    def _move(self, source, target, entry):
        source.mark_dead(entry.effective)
        for lot in source.lots.values():
            moved = Lot(lot.name, lot.origin, entry.sequence, entry.effective, lot.activates,
                        lot.expires, lot.sliding, lot.remaining)
            moved.held, moved.died = lot.held, lot.died
            target.add(moved)
        target.holds.update(source.holds)
        target.debts.update(source.debts)
        target.earned += source.earned
        target.redeemed += source.redeemed
        target.expired += source.expired

    def _extend(self, account, entry):
        expires = NEVER if entry.expires is None else entry.expires
        for lot in account.lots.values():
            if (lot.origin == entry.original and lot.remaining and lot.expires < expires
                    and account.death(lot) > entry.effective):
                lot.expires = expires
                self._extended[lot.name] = expires


_ADJUST = 12
_EFFECTS = {
    "opening": State._credit, "earn": State._credit, "adjust": State._adjust,
    "redeem": State._redeem, "transfer": State._take, "expire": State._expire,
    "hold": State._hold, "capture": State._capture, "release": State._release,
    "reverse": State._reverse, "extend": State._extend, "counter": State._counter,
}
