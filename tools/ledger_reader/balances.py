"""Every account's balance at an instant."""

from .interchange import csv_text, json_text, points_text

COLUMNS = ("member", "unit", "available", "pending", "held", "arrears", "earned", "redeemed",
           "expired")


def named_at(identifier, instant):
    """The member whom an identifier names at an instant: nobody yet, the first that it named
    later."""
    named = None
    for period in identifier.periods:
        if period.start <= instant:
            named = period
    if named is None:
        return identifier.periods[0].member
    return named.member


def _names(registry, instant):
    """The first identifier of each member at an instant, merges followed."""
    own, moved = {}, {}
    for identifier in registry.identifiers:
        member = named_at(identifier, instant)
        if member is None:
            continue
        last = member
        while registry.members[last].into is not None:
            last = registry.members[last].into
        own.setdefault(member, identifier.text)
        moved.setdefault(last, identifier.text)
    return moved | own


def balances(state, instant):
    """Rows of every account that has an entry by then, sorted by member."""
    registry = state.registry
    names = _names(registry, instant)
    rows = []
    for account in state.accounts.values():
        if registry.members[account.member].into is not None:
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
