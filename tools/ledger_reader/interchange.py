"""Entries as rows of the interchange format."""

import datetime
import re

from .entry import KINDS, PARTIAL, POLICY, REFUSAL_CODES, TEXTS

COLUMNS = (
    "time", "kind", "member", "points", "reference", "unit", "activates", "expires", "original",
    "counterparty", *TEXTS, "lots", "partial", "policy", "group", "x-sequence", "x-posted",
    "x-effective", "x-late", "x-refused", "x-change", "x-balance", "x-owing", "x-pays")
_DAY = 86_400_000
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_REVERSALS = ("arrears", "within-balance", "refuse")
_RESTORES = ("original", "grace", "reissue")
_DEFAULT_ACTIVITY = 1 << 6 | 1 << 7 | 1 << 9
_CSV_SPECIAL = re.compile(r'[,"\r\n]')
_JSON_SPECIAL = re.compile(
    r'["\\\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]')
_JSON_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_dates = {}


def instant_text(milliseconds):
    """RFC 3339 in UTC, with milliseconds if they are not 0."""
    day, rest = divmod(milliseconds, _DAY)
    date = _dates.get(day)
    if date is None:
        date = _dates[day] = datetime.date.fromordinal(_EPOCH + day).isoformat()
    if rest == 0:
        return date + "T00:00:00Z"
    seconds, fraction = divmod(rest, 1000)
    minutes, seconds = divmod(seconds, 60)
    tail = f".{fraction:03d}Z" if fraction else "Z"
    return f"{date}T{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}{tail}"


def points_text(points, scale):
    """A decimal with exactly `scale` digits after the point."""
    if scale == 0:
        return str(points)
    whole, part = divmod(abs(points), 10 ** scale)
    return f"{'-' if points < 0 else ''}{whole}.{part:0{scale}d}"


def csv_text(text):
    """A field, quoted where RFC 4180 requires it, or where it ends with a blank."""
    special = _CSV_SPECIAL.search(text) or text[-1:] in (" ", "\t")
    return '"' + text.replace('"', '""') + '"' if special else text


def json_text(text):
    """A JSON string."""
    if _JSON_SPECIAL.search(text):
        text = _JSON_SPECIAL.sub(
            lambda match: _JSON_ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}", text)
    return f'"{text}"'


def policy_text(terms):
    """A unit's terms."""
    items = [] if terms.scale is None else [f"scale={terms.scale}"]
    items.append("reversal=" + _REVERSALS[terms.reversal])
    days = f":{terms.restore_days}" if terms.restore else ""
    items.append(f"restore={_RESTORES[terms.restore]}{days}")
    if terms.inactivity:
        items.append(f"inactivity={terms.inactivity}")
    if terms.retention:
        items.append(f"retention={terms.retention}")
    if terms.activity != _DEFAULT_ACTIVITY:
        kinds = (name for bit, name in enumerate(KINDS) if terms.activity >> bit & 1)
        items.append("activity=" + ",".join(kinds))
    return " ".join(items)


def lots_text(references):
    """References separated by spaces, quoted where necessary."""
    return " ".join('"' + text.replace('"', '""') + '"' if " " in text or text[:1] == '"' else text
                    for text in references)


class Rows:
    """Makes rows from entries."""

    def __init__(self, registry, base=None):
        self.registry = registry
        # By sequence number; of dropped entries only as far as others name them.
        self.references = base.references() if base else {}

    def row(self, entry):
        """The columns of the next entry; empty if it has none. Must be called for every entry."""
        self.references[entry.sequence] = entry.reference or ""
        registry = self.registry
        unit = registry.unit_of(entry)
        scale = unit.scale if unit else 0
        points = entry.asked
        if entry.reference is None and entry.name not in ("clock", "compact", "erase"):
            points = entry.change if entry.name == "counter" else entry.amount
        original = entry.unknown_original
        if entry.original is not None and entry.name != "compact":
            original = self.references[entry.original]
        has_account = entry.member is not None and entry.unit is not None
        texts = entry.texts
        return [
            instant_text(entry.occurred),
            entry.name,
            registry.member_text(entry) or "",
            "" if points is None else points_text(points, scale),
            entry.reference or "",
            unit.code if unit else entry.terms.code or "" if entry.terms else "",
            "" if entry.activates is None else instant_text(entry.activates),
            "" if entry.expires is None else instant_text(entry.expires),
            original or "",
            registry.counterparty_text(entry) or "",
            *([texts.get(name, "") for name in TEXTS] if texts else _NO_TEXTS),
            lots_text(entry.unknown_lots or [self.references[lot] for lot in entry.named_lots]),
            "yes" if entry.flags & PARTIAL else "",
            policy_text(entry.terms) if entry.terms else
            ("arrears" if entry.name == "adjust" else "all") if entry.flags & POLICY else "",
            "" if entry.group is None else f"g{entry.group}",
            str(entry.sequence),
            instant_text(entry.posted),
            instant_text(entry.effective),
            "yes" if entry.late else "",
            REFUSAL_CODES[entry.refused_code] if entry.refused_code else "",
            points_text(entry.change, scale) if has_account else "",
            points_text(entry.balance, scale) if has_account else "",
            points_text(entry.arrears, scale) if entry.arrears and entry.change < 0 else "",
            " ".join(f"{part.debt}:{points_text(part.points, scale)}" for part in entry.payments),
        ]


_NO_TEXTS = ("",) * len(TEXTS)
_KEYS = tuple(f'"{name}":' for name in COLUMNS)
_SEQUENCE = COLUMNS.index("x-sequence")


def csv_line(row):
    line = ",".join(row)
    # Quotes are rare: most rows have exactly the commas that separate the columns.
    if line.count(",") != len(row) - 1 or '"' in line or "\n" in line or "\r" in line \
            or " ," in line or "\t," in line or line[-1:] in (" ", "\t"):
        line = ",".join(map(csv_text, row))
    return line + "\n"


def json_line(row):
    items = [_KEYS[index] + (text if index == _SEQUENCE else json_text(text))
             for index, text in enumerate(row) if text]
    return "{" + ",".join(items) + "}\n"
