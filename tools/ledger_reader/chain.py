"""The fields of an entry that follow from earlier entries."""

from .entry import NEVER
from .problem import Malformed


class Chain:
    """Derives these fields right before the entry is applied; keeps what a chain file must contain.
    """

    def __init__(self, registry, state):
        self._registry = registry
        self._state = state
        self.columns = {}  # of the block, as far as it was read

    def _keep(self, name, value):
        self.columns.setdefault(name, []).append(value)
        return value

    def begin_block(self):
        self.columns = {}

    def previous(self, sequence, member, unit):
        """The distance back to the entry before."""
        latest = self._registry.latest(member, unit)
        if latest is None:
            raise Malformed("no entry is before it")
        return self._keep("previous", sequence - latest)

    def balance(self, member, unit, change):
        """The balance after a change."""
        account = self._state.accounts.get((member, unit))
        return self._keep("balance", (account.balance() if account else 0) + change)

    def original(self, distance):
        """The distance back to the original of an `expire`."""
        return self._keep("expired original", distance)

    def lot(self, member, unit, name):
        """A lot that points are taken from: activates, expires (NEVER), sliding (None for none)."""
        account = self._state.accounts.get((member, unit))
        lot = account.lots.get(name) if account else None
        if lot is None:
            raise Malformed(f"it takes from lot {name}, which is not there")
        self._keep("taken activates", lot.activates)
        self._keep("taken expiry", int(lot.expires != NEVER))
        if lot.expires != NEVER:
            self._keep("taken expires", lot.expires)
        days, kinds = lot.sliding or (0, 0)
        self._keep("taken days", days)
        if days:
            self._keep("taken kinds", kinds)
        return lot
