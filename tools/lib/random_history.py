"""Random rows of every kind, many of them to be refused, for ledgers that are compared."""

import datetime
import json
import random

_START = datetime.datetime(2020, 1, 1)
_DAY = 1440  # time runs in minutes
_DAYS = 1000
_TEXTS = ("location", "actor", "reason", "campaign", "memo")
_WORDS = ("a", "b,c", 'qu"ote', "line\nbreak", "tab\t\x7f", "ü", "\\")
_KINDS = {
    "earn": 30, "opening": 3, "redeem": 18, "hold": 10, "capture": 6, "release": 3, "reverse": 14,
    "adjust": 5, "transfer": 8, "merge": 0.6, "extend": 4, "freeze": 1, "unfreeze": 2,
    "close-period": 0.5, "link": 2, "unlink": 1.5, "enroll": 1.5, "unit": 0.5}
_WITH_UNIT = {"opening", "earn", "redeem", "hold", "capture", "release", "reverse", "adjust",
              "transfer", "extend"}


def _time(minute):
    return f"{_START + datetime.timedelta(minutes=minute):%Y-%m-%dT%H:%M:%SZ}"


class _History:
    def __init__(self, seed):
        self.random = random.Random(seed)
        count = self.random.choice((3, 6, 12))
        self.members = [f"m{number}" for number in range(count)]
        self.names = (self.members + [f"{member}x" for member in self.members]
                      + [f'é,"q" {member}' for member in self.members[:3]])
        units = [("points", 0), ("miles", 3), ("stamps", 2)]
        self.scales = dict(units[:self.random.choice((1, 2, 3))])
        self.now = 0
        self.posted = {}  # by kind: (reference, member, unit)
        self.references = []
        self.group = None

    def likely(self, chance):
        return self.random.random() < chance

    def policy(self):
        choice = self.random.choice
        restores = ("original", "grace:1", "grace:20", "reissue:1", "reissue:30")
        items = ["reversal=" + choice(("arrears", "within-balance", "refuse")),
                 "restore=" + choice(restores)]
        if self.likely(0.6):
            items.append(f"inactivity={choice((5, 20, 60))}")
        if self.likely(0.3):
            kinds = ("earn", "redeem,hold", "opening,transfer,adjust", "reverse,extend")
            items.append("activity=" + choice(kinds))
        return " ".join(items)

    def points(self, unit, most):
        scale = self.scales[unit]
        value = self.random.randint(1, (most if self.likely(0.8) else 10) * 10 ** scale)
        if scale == 0:
            return str(value)
        whole, part = divmod(value, 10 ** scale)
        return f"{whole}.{part:0{scale}d}"

    def head(self):
        """Units and some members."""
        rows = []
        for unit, scale in self.scales.items():
            policy = self.policy() + ("" if unit == "points" else f" scale={scale}")
            rows.append({"kind": "unit", "unit": unit, "policy": policy})
        rows += [{"kind": "enroll", "member": member} for member in self.members[::2]]
        return [{"time": _time(0), "reference": f"head/{number}", **row}
                for number, row in enumerate(rows)]

    def row(self, number):
        choice, randint = self.random.choice, self.random.randint
        self.now = min(self.now + choice((0, 0, 1, 60, 600, _DAY, 3 * _DAY)), _DAYS * _DAY)
        when = self.now if self.likely(0.85) else max(0, self.now - randint(0, 40 * _DAY))
        kind = self.random.choices(list(_KINDS), _KINDS.values())[0]
        reference = f"r {number}" if self.likely(0.1) else f"r{number}"
        if self.references and not self.group and self.likely(0.02):
            reference = choice(self.references)
        row = {"time": _time(when), "kind": kind, "reference": reference}
        if kind not in ("close-period", "unit"):
            row["member"] = choice(self.names if self.likely(0.2) else self.members)
        if kind in _WITH_UNIT:
            row["unit"] = choice(list(self.scales))
        getattr(self, "_" + kind.replace("-", "_"))(row, when, number)
        for name in _TEXTS:
            if self.likely(0.05):
                row[name] = choice(_WORDS)
        if self.likely(0.05):
            row["basis"], row["basisUnit"] = "12.5", "EUR"
        self._set_group(row, number)
        self.references.append(reference)
        self.posted.setdefault(kind, []).append((reference, row.get("member"), row.get("unit")))
        return row

    def _set_group(self, row, number):
        if not self.likely(0.7 if self.group else 0.05):
            self.group = None
            return
        self.group = self.group or f"G{number}"
        row["group"] = self.group

    def _original(self, row, *kinds):
        """Some entry for the row to refer to, mostly a fitting one."""
        known = [entry for kind in kinds for entry in self.posted.get(kind, ())]
        if not known or self.likely(0.02):
            row["original"] = "nothing" if self.likely(0.3) or not self.references else (
                self.random.choice(self.references))
            return
        entry = self.random.choice(known[-12:] if self.likely(0.7) else known)
        row["original"] = entry[0]
        if self.likely(0.95):
            row["member"], row["unit"] = entry[1:]

    def _opening(self, row, when, number):
        row["points"] = self.points(row["unit"], 200)
        if self.likely(0.25):
            when += self.random.randint(0, 30 * _DAY)
            row["activates"] = _time(when)
        if self.likely(0.75):
            days = self.random.choice((0, self.random.random() * 10, 30, 60, 200))
            row["expires"] = _time(when + 1 + int(days * _DAY))

    _earn = _opening

    def _adjust(self, row, when, number):
        if self.likely(0.5):
            self._opening(row, when, number)
        else:
            row["points"] = "-" + self.points(row["unit"], 80)
            if self.likely(0.3):
                row["policy"] = "arrears"

    def _redeem(self, row, when, number):
        row["points"] = self.points(row["unit"], 120)
        if self.likely(0.2):
            row["partial"] = "yes"
        self._lots(row)

    def _lots(self, row):
        own = [entry[0] for entry in self.posted.get("earn", ()) if entry[1] == row["member"]]
        if own and self.likely(0.1):
            lots = dict.fromkeys(self.random.choices(own, k=self.random.randint(1, 3)))
            row["lots"] = " ".join(f'"{lot}"' if " " in lot else lot for lot in lots)

    def _transfer(self, row, when, number):
        row["points"] = self.points(row["unit"], 120)
        row["counterparty"] = self.random.choice(self.names)
        self._lots(row)

    def _hold(self, row, when, number):
        row["points"] = self.points(row["unit"], 60)
        row["expires"] = _time(when + 1 + self.random.randint(0, 20 * _DAY))

    def _capture(self, row, when, number):
        self._original(row, "hold")
        if self.likely(0.5):
            row["points"] = self.points(row["unit"], 30)
        if self.likely(0.3):
            row["partial"] = "yes"

    def _release(self, row, when, number):
        self._original(row, "hold")

    def _reverse(self, row, when, number):
        self._original(row, "opening", "earn", "redeem", "capture", "adjust", "transfer")
        if self.likely(0.6):
            row["points"] = self.points(row["unit"], 60)

    def _extend(self, row, when, number):
        self._original(row, "opening", "earn", "adjust")
        if self.likely(0.9):
            row["expires"] = _time(when + self.random.randint(1, 200 * _DAY))

    def _merge(self, row, when, number):
        row["counterparty"] = self.random.choice(self.names)

    _unlink = _merge

    def _link(self, row, when, number):
        row["counterparty"] = self.random.choice([*self.names, f"new{number}"])

    def _enroll(self, row, when, number):
        if self.likely(0.5):
            row["member"] = f"e{number}"
            self.names.append(row["member"])

    def _freeze(self, row, when, number):
        if self.likely(0.5):
            row["policy"] = "all"

    def _unfreeze(self, row, when, number):
        pass

    def _unit(self, row, when, number):
        row["unit"] = self.random.choice(list(self.scales))
        row["policy"] = self.policy()
        if self.likely(0.5):
            row["policy"] += f" scale={self.random.choice((0, 3))}"

    def _close_period(self, row, when, number):
        row["time"] = _time(max(0, self.now - self.random.randint(0, 60 * _DAY)))


def random_rows(seed, count):
    """`count` rows that depend only on the seed, after some that set the scene, as JSON Lines
    (bytes). The ledger needs a unit `points` of scale 0."""
    history = _History(seed)
    rows = history.head() + [history.row(number) for number in range(count)]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
