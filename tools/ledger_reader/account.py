"""One account: lots, holds, debts, and what entries and the clock do to them."""

from .entry import NEVER, Malformed

_DAY = 86_400_000


class Lot:
    """The points of one credit on one account."""

    __slots__ = ("name", "origin", "arrival", "arrived", "activates", "expires", "sliding",
                 "remaining", "held", "died")

    def __init__(self, name, origin, arrival, arrived, activates, expires, sliding, points):
        self.name = name  # the entry that made it, and the ordinal there
        self.origin = origin
        self.arrival = arrival
        self.arrived = arrived
        self.activates = activates
        self.expires = expires
        self.sliding = sliding
        self.remaining = points
        self.held = 0
        self.died = None  # the instant of its death, once marked: only with an inactivity rule

    @property
    def free(self):
        return self.remaining - self.held

    def order(self):
        """Its key in the order of consumption."""
        return self.expires, self.origin, self.arrival, self.name


class Hold:
    """Points reserved until a deadline."""

    __slots__ = ("entry", "deadline", "parts")

    def __init__(self, entry, deadline, parts):
        self.entry, self.deadline, self.parts = entry, deadline, parts  # parts: lot name, points

    def points(self):
        return sum(points for _, points in self.parts)


class Account:
    """The points of one member in one unit."""

    def __init__(self, member, unit):
        self.member, self.unit = member, unit
        self.lots = {}
        self.holds = {}  # by entry
        self.debts = {}  # by entry: the remaining points
        self.earned = self.redeemed = self.expired = 0
        self.settled = None
        self.last = None  # the latest entry
        self.activity = {}  # kind: instant
        self._total = 0  # points in lots
        self._first_death = NEVER  # no lot with an inactivity rule dies before

    def death(self, lot):
        """The instant at which a lot dies, as far as known now."""
        if lot.died is not None:
            return lot.died
        if lot.sliding is None:
            return lot.expires
        days, kinds = lot.sliding
        latest = max(lot.arrived, lot.activates)
        for kind, instant in self.activity.items():
            if kinds >> kind & 1 and instant > latest:
                latest = instant
        return min(lot.expires, latest + days * _DAY)

    def in_order(self):
        """The lots with points, in order of consumption."""
        return sorted((lot for lot in self.lots.values() if lot.remaining), key=Lot.order)

    def balance(self):
        return self._total - sum(self.debts.values())

    def mark_dead(self, instant):
        """Called before an activity counts: dead lots stay dead."""
        if instant < self._first_death:
            return
        self._first_death = NEVER
        for lot in list(self.lots.values()):
            if lot.sliding is not None and lot.died is None:
                death = self.death(lot)
                if death <= instant:
                    lot.died = death
                    self.forget_if_spent(lot)
                else:
                    # Activities can only postpone it.
                    self._first_death = min(self._first_death, death)

    def forget_if_spent(self, lot):
        if not lot.remaining and (lot.sliding is None or lot.died is not None):
            del self.lots[lot.name]

    def lot(self, name):
        lot = self.lots.get(name)
        if lot is None:
            raise Malformed(f"it takes from lot {name}, which is not there")
        return lot

    def take(self, name, points):
        """Takes free points from a lot."""
        lot = self.lot(name)
        if points > lot.free:
            raise Malformed(f"it takes {points} of the {lot.free} free points of lot {name}")
        lot.remaining -= points
        self._total -= points
        self.forget_if_spent(lot)

    def add(self, lot):
        """Adds a lot with its points."""
        if lot.name in self.lots:
            raise Malformed(f"it makes lot {lot.name}, which is there")
        self.lots[lot.name] = lot
        self._total += lot.remaining
        if lot.sliding is not None and lot.died is None:
            self._first_death = min(self._first_death, self.death(lot))
        self.forget_if_spent(lot)

    def give_back(self, lot, points):
        """Puts points into an existing lot."""
        lot.remaining += points
        self._total += points

    def empty(self):
        """Gives everything up, for a merge."""
        self.lots, self.holds, self.debts = {}, {}, {}
        self.earned = self.redeemed = self.expired = self._total = 0

    def free_hold(self, entry):
        """Closes a hold: the held points are free again."""
        hold = self.holds.pop(entry, None)
        if hold is None:
            raise Malformed(f"it closes hold {entry}, which is not open")
        for name, points in hold.parts:
            self.lot(name).held -= points

    def capture_part(self, entry, points):
        """Frees points of a hold in the order held, to be taken; the rest stays held."""
        hold = self.holds.get(entry)
        if hold is None:
            raise Malformed(f"it captures of hold {entry}, which is not open")
        if points >= hold.points():
            self.free_hold(entry)
            return
        rest = []
        for name, held in hold.parts:
            part = min(points, held)
            points -= part
            self.lot(name).held -= part
            if held > part:
                rest.append((name, held - part))
        hold.parts = rest

    def pay(self, debt, name, points):
        self.take(name, points)
        self.cancel(debt, points)

    def cancel(self, debt, points):
        """Some of a debt is no longer owed."""
        left = self.debts.get(debt, 0) - points
        if left < 0:
            raise Malformed(f"it pays more than debt {debt} has")
        if left:
            self.debts[debt] = left
        else:
            del self.debts[debt]

    # The clock.

    def advance(self, instant):
        """Advances the clock to an instant: deadlines and deaths, the earliest first."""
        due = [(hold.deadline, 0, hold.entry, None) for hold in self.holds.values()]
        due += [(self.death(lot), 1, place, lot) for place, lot in enumerate(self.in_order())]
        due.sort(key=lambda item: item[:3])
        for at, _, hold, lot in due:
            if at > instant or at == NEVER:
                return
            if lot is None:
                self.free_hold(hold)
                self._pay_all(at)
                for dead in self.in_order():
                    if self.death(dead) <= at:
                        self._expire(dead)
            elif lot.free:
                self._expire(lot)

    def _expire(self, lot):
        points = lot.free
        self.expired += points
        self.take(lot.name, points)

    def _pay_all(self, instant):
        """Free points of live lots pay debts, active lots before pending ones."""
        living = [lot for lot in self.in_order() if lot.free and self.death(lot) > instant]
        living.sort(key=lambda lot: lot.activates > instant)
        for lot in living:
            for debt in sorted(self.debts):
                points = min(lot.free, self.debts[debt])
                if points:
                    self.pay(debt, lot.name, points)

    def split(self, instant):
        """available, pending, held, arrears at an instant to which the clock was advanced."""
        pending = sum(lot.free for lot in self.lots.values() if lot.activates > instant)
        held = sum(lot.held for lot in self.lots.values())
        arrears = sum(self.debts.values())
        return self.balance() + arrears - pending - held, pending, held, arrears
