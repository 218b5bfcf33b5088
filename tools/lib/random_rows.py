"""Random rows of all kinds in the interchange format, for checks that need a lively ledger.

Most rows make sense at the time; many do not, and are refused. The same seed gives the same rows.
"""

import datetime
import random

COLUMNS = ("time", "kind", "member", "points", "reference", "unit", "activates", "expires",
           "original", "counterparty", "location", "campaign", "lots", "partial", "policy", "group")
UNITS = (("points", 0), ("miles", 2), ("st\"a%m;ps", 1))
START = datetime.datetime(2020, 1, 30, tzinfo=datetime.timezone.utc)
# Difficult account names.
STRANGE = ("two  spaces", "in the  midst", "full.stop.", "semi;colon", "co:lon", "quo\"te", "line\u2028feed",
           "zero\u200bwidth", "(paren)", "[bracket]", "%41", "A", "a", "Caf\u00e9", "\u6f22\u5b57", "~2",
           "*", "=", "{1}", "@@", "-5", "commodity x", "comma,separated", "back\\slash", "n\u00a0b",
           "p\u2029s", "'", "#", "!")


class Generator:
    def __init__(self, seed, members):
        self.random = random.Random(seed)
        self.members = list(STRANGE) + [f"29{number:06d}" for number in range(members)]
        self.free = [f"x{number}" for number in range(members)]
        self.now = START
        self.count = 0
        self.credits, self.debits, self.holds = [], [], []  # (reference, member, unit, points)

    def text(self, moment):
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def later(self, low, high):
        """A whole hour, often midnight, so that many instants are equal."""
        hours = self.random.randint(low, high)
        if hours > 24 and self.random.random() < 0.5:
            hours -= (self.now + datetime.timedelta(hours=hours)).hour
        return self.text(self.now + datetime.timedelta(hours=hours))

    def points(self, unit, most=500):
        scale = dict(UNITS)[unit]
        number = self.random.randint(1, most * 10 ** scale)
        return f"{number / 10 ** scale:.{scale}f}"

    def row(self, kind, member="", **fields):
        self.count += 1
        occurred = self.now
        if self.random.random() < 0.15:
            occurred -= datetime.timedelta(hours=self.random.randint(1, 60))
        row = dict.fromkeys(COLUMNS, "")
        row.update(time=self.text(occurred), kind=kind, member=member,
                   reference=f"r;{self.count}  {kind}", **fields)
        if self.random.random() < 0.5:
            row["location"] = self.random.choice(("S001", "S002"))
            row["campaign"] = self.random.choice(("", "spring"))
        return row

    def units(self):
        for code, scale in UNITS[1:]:
            yield self.row("unit", unit=code, policy=f"scale={scale}")

    def policy(self):
        return " ".join(filter(None, (
            self.random.choice(("reversal=arrears", "reversal=within-balance", "reversal=refuse")),
            self.random.choice(("", "restore=original", "restore=grace:20", "restore=reissue:30")),
            self.random.choice(("", "", "inactivity=40")))))

    def any_of(self, list_):
        return self.random.choice(list_[-60:]) if list_ else ("none", self.members[0], "points", "1")

    def next(self):
        pick = self.random.random
        self.now += datetime.timedelta(hours=self.random.choice((0, 0, 0, 1, 1, 2)))
        member = self.random.choice(self.members)
        unit = self.random.choice(("points", "points", "points", "miles", UNITS[2][0]))
        kind = self.random.choices(
            ("earn", "opening", "adjust", "redeem", "hold", "capture", "release", "reverse",
             "transfer", "extend", "merge", "link", "unlink", "enroll", "freeze", "unfreeze",
             "unit", "close-period"),
            (34, 3, 5, 14, 7, 4, 2, 12, 8, 3, 0.3, 0.5, 0.5, 0.5, 0.3, 1.5, 0.7, 0.2))[0]
        other = self.random.choice(self.members)
        if kind in ("earn", "opening") or kind == "adjust" and pick() < 0.5:
            row = self.row(kind, member, unit=unit, points=self.points(unit))
            if pick() < 0.8:
                row["expires"] = self.later(1, 24 * 90)
            if pick() < 0.1:
                row["activates"] = self.text(self.now - datetime.timedelta(hours=72))
            self.credits.append((row["reference"], member, unit, row["points"]))
            return row
        if kind in ("adjust", "redeem", "hold", "transfer"):
            if pick() < 0.8 and self.credits:
                _, member, unit, _ = self.any_of(self.credits)
            row = self.row(kind, member, unit=unit, points=self.points(unit, 200))
            if kind == "adjust":
                row["points"] = "-" + row["points"]
            if kind == "redeem" and pick() < 0.3:
                row["partial"] = "yes"
            if kind == "transfer":
                row["counterparty"] = other
            if kind == "hold":
                row["expires"] = self.later(1, 200)
                self.holds.append((row["reference"], member, unit, row["points"]))
            else:
                self.debits.append((row["reference"], member, unit, row["points"]))
            return row
        if kind in ("capture", "release"):
            original, member, unit, points = self.any_of(self.holds)
            row = self.row(kind, member, unit=unit, original=original)
            if kind == "capture":
                self.debits.append((row["reference"], member, unit, points))
            return row
        if kind == "reverse":
            original, member, unit, points = self.any_of(
                self.credits if pick() < 0.4 else self.debits)
            row = self.row(kind, member, unit=unit, original=original)
            if pick() < 0.3:
                row["points"] = self.points(unit, 30)
            return row
        if kind == "extend":
            original, member, unit, _ = self.any_of(self.credits)
            return self.row(kind, member, unit=unit, original=original,
                            expires=self.later(24 * 60, 24 * 200) if pick() < 0.8 else "")
        if kind == "unit":
            return self.row(kind, unit=unit, policy=self.policy())
        if kind == "close-period":
            row = self.row(kind)
            row["time"] = self.text(self.now - datetime.timedelta(hours=80))
            return row
        if kind in ("merge", "link", "unlink"):
            if kind == "link":
                other = self.random.choice(self.free)
            if kind == "unlink" and pick() < 0.5:
                other = member
            return self.row(kind, member, counterparty=other)
        if kind == "enroll":
            return self.row(kind, self.random.choice(self.free))
        return self.row(kind, member)


def rows(count, seed, members=150):
    """`count` rows, the units among them."""
    generator = Generator(seed, members)
    made = list(generator.units())
    while len(made) < count:
        made.append(generator.next())
    return made
