"""Initial ledgers of the campaigns."""

import random
import subprocess

from campaign import rows_of

COLUMNS = ("time", "kind", "member", "points", "reference", "unit", "activates", "expires",
           "original", "counterparty", "lots", "partial", "policy", "group", "location", "memo")

# Every kind, with refusals, atomic groups, late rows, holds and lots that run out.
STORY = [
    {"kind": "unit", "unit": "stamps", "policy": "scale=1 restore=grace:30 reversal=refuse"},
    {"kind": "opening", "member": "ann", "points": "120", "expires": "2023-06-01"},
    {"kind": "earn", "member": "ann", "points": "80", "expires": "2023-09-01", "location": "S1/T1"},
    {"kind": "earn", "member": "ben", "points": "45", "activates": "2023-02-01", "memo": "a, \"b\"\nc"},
    {"kind": "earn", "member": "ben", "points": "12.25", "unit": "miles"},
    {"kind": "earn", "member": "cyd", "points": "7.5", "unit": "stamps", "expires": "2023-01-20"},
    {"kind": "redeem", "member": "ann", "points": "150", "reference": "both-lots"},
    {"kind": "redeem", "member": "ann", "points": "900"},
    {"kind": "redeem", "member": "nobody", "points": "1"},
    {"kind": "redeem", "member": "cyd", "points": "9", "unit": "stamps", "partial": "yes",
     "reference": "stamps-out"},
    {"kind": "enroll", "member": "dan"},
    {"kind": "link", "member": "dan", "counterparty": "+49 171 5"},
    {"kind": "earn", "member": "+49 171 5", "points": "30", "reference": "dan-30",
     "expires": "2030-01-01"},
    {"kind": "adjust", "member": "dan", "points": "6", "memo": "an apology"},
    {"kind": "adjust", "member": "dan", "points": "-4", "lots": "dan-30"},
    {"kind": "hold", "member": "dan", "points": "10", "expires": "2023-12-01", "reference": "kept"},
    {"kind": "hold", "member": "dan", "points": "5", "expires": "2023-01-25"},
    {"kind": "hold", "member": "dan", "points": "3", "expires": "2099-01-01", "reference": "open"},
    {"kind": "capture", "member": "dan", "points": "8", "original": "kept"},
    {"kind": "release", "member": "dan", "original": "kept"},
    {"kind": "reverse", "member": "ann", "points": "60", "original": "both-lots"},
    {"kind": "reverse", "member": "ann", "original": "both-lots"},
    {"kind": "reverse", "member": "ann", "points": "1", "original": "both-lots"},
    {"kind": "reverse", "member": "cyd", "unit": "stamps", "original": "stamps-out"},
    {"kind": "earn", "member": "eve", "points": "50", "reference": "gone-soon"},
    {"kind": "transfer", "member": "eve", "points": "20", "counterparty": "ben"},
    {"kind": "redeem", "member": "eve", "points": "25"},
    {"kind": "reverse", "member": "eve", "original": "gone-soon"},
    {"kind": "earn", "member": "eve", "points": "11"},
    {"kind": "earn", "member": "fay", "points": "5", "group": "g"},
    {"kind": "redeem", "member": "fay", "points": "2", "group": "g"},
    {"kind": "earn", "member": "fay", "points": "5", "group": "h"},
    {"kind": "redeem", "member": "fay", "points": "2000", "group": "h"},
    {"kind": "freeze", "member": "fay", "policy": "all"},
    {"kind": "earn", "member": "fay", "points": "1"},
    {"kind": "unfreeze", "member": "fay"},
    {"kind": "extend", "member": "dan", "original": "dan-30", "expires": "2031-01-01"},
    {"kind": "merge", "member": "fay", "counterparty": "ben"},
    {"kind": "unlink", "member": "dan", "counterparty": "+49 171 5"},
    {"kind": "close-period", "time": "2023-01-10T00:00:00Z"},
    {"kind": "earn", "member": "ann", "points": "2", "time": "2023-01-02T00:00:00Z"},
]


def story():
    """The rows of STORY, an hour apart from 2023-01-05 on unless they have a time."""
    rows = []
    for number, row in enumerate(STORY):
        day, hour = divmod(number, 24)
        rows.append({"time": f"2023-01-{5 + day:02}T{hour:02}:00:00Z",
                     "reference": f"story/{number:03}", **row})
    return rows


def text_of(rows):
    """Rows as interchange CSV (bytes)."""
    def quoted(value):
        return '"' + value.replace('"', '""') + '"' if set(value) & set('",\n') else value

    lines = [",".join(COLUMNS)]
    lines += [",".join(quoted(row.get(column, "")) for column in COLUMNS) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def make_story(campaign, ledger):
    """A small ledger of two units with every kind of entry, from several sessions, all ended.
    Returns the manifest of generation 1."""
    campaign.must("init", ledger, "--name", "Story", "--unit", "points", "--unit", "miles:2")
    manifest = first_manifest(campaign, ledger)
    campaign.must("import", ledger, "-", "--json", stdin=text_of(story()))
    campaign.must("sweep", ledger, "--as-of", "2023-03-01")
    workload = campaign.workload(f"{ledger}.csv", "--rows", 150, "--members", 20, "--seed", 3)
    with open(workload, "rb") as file:
        campaign.must("import", ledger, "-", "--json", stdin=file.read())
    campaign.must("post", ledger, "earn", "ann", "5", "--unit", "miles", "--reference", "last/1")
    campaign.must("post", ledger, "redeem", "ann", "1.25", "--unit", "miles", "--reference",
                  "last/2")
    return manifest


def make_compacted(campaign, ledger):
    """A small ledger of which most entries were dropped; the archive is beside it."""
    campaign.must("init", ledger, "--unit", "points")
    workload = campaign.workload(f"{ledger}.csv", "--rows", 400, "--members", 20, "--seed", 3)
    with open(workload, "rb") as file:
        campaign.must("import", ledger, "-", "--json", stdin=file.read())
    times = sorted(row["time"] for row in rows_of(campaign.must("dump", ledger).out))
    result = campaign.must("compact", ledger, "--before", times[len(times) * 3 // 4],
                           "--archive", campaign.path(f"{ledger}-archive"), "--json").json()
    assert result["droppedEntries"] > 100, result


def first_manifest(campaign, ledger):
    with open(campaign.path(ledger, "MANIFEST-0000000000000001"), "rb") as file:
        return file.read()


def long_rows(seed, count, memo=1024):
    """Rows with long texts, which fill a log soon."""
    chance = random.Random(seed)
    return text_of({
        "time": f"2024-01-{1 + number * 28 // count:02}T12:00:00Z", "kind": "earn",
        "member": f"m{chance.randrange(40)}", "points": str(chance.randrange(1, 500)),
        "reference": f"long/{number:05}", "memo": chance.randbytes(memo // 2).hex(),
    } for number in range(count))


def make_logs(campaign, ledger, count=8_000):
    """A ledger with a segment and a log, since it has more rows than a log can hold. Returns the
    manifest of generation 1."""
    campaign.must("init", ledger)
    manifest = first_manifest(campaign, ledger)
    campaign.must("import", ledger, "-", "--json", stdin=long_rows(4, count))
    return manifest


def make_killed(campaign, ledger, count=6_000):
    """A ledger whose import was killed after a part of it was synced, and more written."""
    campaign.must("init", ledger)
    process = campaign.start("import", ledger, "-", stdin=subprocess.PIPE)
    # More than a pipe and the reader's buffer can hold remains: the import goes on waiting.
    process.stdin.write(long_rows(5, count))
    process.stdin.flush()
    process.kill()
    process.communicate()
