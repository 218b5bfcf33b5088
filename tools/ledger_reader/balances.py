"""Every account's balance at an instant."""

from .interchange import csv_text, json_text, points_text

COLUMNS = ("member", "unit", "available", "pending", "held", "arrears", "earned", "redeemed",
           "expired")


def _names(registry, instant):
    """The name of each member at an instant: its own first identifier that names it then, else the
    first that came to it by a merge, else the first that names it next, else its first."""
    meant = {}  # by text: the identifier's first period that has not ended
    for identifier in registry.identifiers:
        if identifier.end is None or instant < identifier.end:
            meant.setdefault(identifier.text, identifier)
    own, moved, later = {}, {}, {}
    for identifier in registry.identifiers:
        if identifier.end is not None and identifier.end <= instant:
            continue
        member = registry.survivor(identifier.member, instant)
        if registry.survivor(meant[identifier.text].member, instant) != member:
            continue
        if identifier.start > instant:
            later.setdefault(member, identifier.text)
        else:
            moved.setdefault(member, identifier.text)
            if member == identifier.member:
                own.setdefault(member, identifier.text)
    return later | moved | own


def balances(state, instant):
    """Rows of every account that has an entry by then, sorted by member."""
    registry = state.registry
    names = _names(registry, instant)
    rows = []
    for account in state.accounts.values():
        if registry.survivor(account.member, instant) != account.member:
            continue
        account.advance(instant)
        unit = registry.units[account.unit]
        name = names.get(account.member)
        if name is None:
            name = registry.identifiers[registry.members[account.member].first].text
        numbers = (*account.split(instant), account.earned, account.redeemed, account.expired)
        row = [name, unit.code, *(points_text(number, unit.scale) for number in numbers)]
        rows.append((name.encode(), account.unit, row))
    rows.sort(key=lambda item: item[:2])
    return [row for _, _, row in rows]


def csv_line(row):
    return ",".join(map(csv_text, row)) + "\n"


def json_line(row):
    items = (f'"{name}":{json_text(text)}' for name, text in zip(COLUMNS, row))
    return "{" + ",".join(items) + "}\n"
