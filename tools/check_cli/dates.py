"""Relative dates: what they come to, and that a post built again later gets its answer."""

import json
import os
import re
import time

from campaign import HEADER

RULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "spec", "rules.md")


def examples():
    """The rows (occurred, date, instant) of the rules."""
    with open(RULES, encoding="utf-8") as file:
        table = file.read().split("### Examples of dates")[1].split("\n## ")[0]
    rows = [re.findall(r"[^|` ]+", line) for line in table.splitlines() if line.startswith("|")]
    return rows[2:]


def check(cli):
    ledger = cli.fresh("dates")
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    rows = [(number, row) for number, row in enumerate(examples()) if row[0] < now]
    cli.check("the rules have examples", len(rows) > 25, rows)
    header = HEADER + ",activates\n"
    text = header + "".join(f"{occurred},earn,m{number},1,d{number},{date}\n"
                            for number, (occurred, date, _) in rows)
    cli.expect("import of every form", 0, "import", ledger, "-", stdin=text)
    for number, (occurred, date, instant) in rows:
        found = cli.run("show", ledger, "--reference", f"d{number}", "--json").json()["activates"]
        cli.check(f"{date} after {occurred}", found == instant, f"{found}, not {instant}")
    # Rows with times of their own, posted without them later, as a till does that has lost its
    # answer: the dates count from the first time.
    for number, (_, date, _) in rows:
        run = cli.expect(f"{date} built again without the time", 0, "post", ledger, "earn",
                         f"m{number}", "1", "--reference", f"d{number}", "--activates", date,
                         "--json")
        cli.check("is a duplicate", run.json()["duplicate"] is True, run)
    lines = "\n".join(json.dumps(dict(time=occurred, kind="earn", member=f"m{number}", points=1,
                                      reference=f"d{number}", activates=date))
                      for number, (occurred, date, _) in rows)
    run = cli.expect("the same as JSON Lines", 0, "import", ledger, "-", "--format", "jsonl",
                     "--json", stdin=lines)
    cli.check("adds nothing", run.json()["duplicates"] == len(rows) and run.json()["posted"] == 0,
              run)
    other = cli.fresh("dates-2")
    dumped = cli.must("dump", ledger).text
    cli.expect("import of the dump", 0, "import", other, "-", stdin=dumped)
    cli.check("makes the same state", cli.digest(ledger) == cli.digest(other))

    def post(name, code, *arguments, says=None):
        return cli.expect(name, code, "post", ledger, *arguments, "--json", says=says)

    credit = ("earn", "ann", "30", "--reference", "e", "--activates", "+0min", "--expires",
              "end-of-month+12mo")
    hold = ("hold", "ann", "5", "--reference", "h", "--expires", "+30min")
    much = ("hold", "ann", "500", "--reference", "n", "--expires", "+30min")
    post("a credit by the clock", 0, *credit)
    post("a hold by the clock", 0, *hold)
    post("a hold of too much", 1, *much)
    for arguments in (credit, hold):
        run = post(f"{arguments[0]} built again", 0, *arguments)
        cli.check("is a duplicate", run.json()["duplicate"] is True, run)
    run = post("the hold of too much built again", 1, *much)
    cli.check("is refused as before", run.json()["duplicate"] is True
              and run.json()["refused"] == "insufficientPoints", run)
    run = post("other points and another deadline", 1, "hold", "ann", "6", "--reference", "h",
               "--expires", "+45min", says="differing in points, expires")
    cli.check("are named", run.json()["differing"] == ["points", "expires"], run)
    run = post("another time", 1, "earn", "m0", "1", "--reference", "d0", "--occurred",
               "2024-01-01", "--activates", rows[0][1][1], says="differing in time:")
    cli.check("is named alone", run.json()["differing"] == ["time"], run)
    cli.expect("an import of other content", 0, "import", ledger, "-", "--json",
               stdin=header + f"{rows[0][1][0]},earn,m1,2,d0,+31min\n",
               says="line 2, reference d0: referenceConflict, existing entry 1, differing in "
                    "member, points, activates")
    post("a zone that does not exist", 65, "earn", "ann", "1", "--reference", "z", "--expires",
         "+1y@Europe/Berlni", says="Europe/Berlni")
    for text, says in {
            "14d": "no date: write an instant", "+14days": "no date", "-14d": "no date",
            "+999999999999mo": "at most 1200mo", "end-of-month+3d": "write mo or y",
            "+2w@Europe/Berlin": "no time zone", "end-of-day+0d@../x": "no name of a time zone",
            }.items():
        cli.expect(f"--expires {text}", 64, "post", ledger, "earn", "ann", "1", "--reference", "z",
                   "--expires", text, says=says)
        run = cli.expect(f"a row with {text}", 65, "import", ledger, "-",
                         stdin=header + f"2024-01-01,earn,ann,1,z,{text}\n", says=says)
        cli.check("names the place", "line 2, column activates" in run.message, run)
    cli.expect("verify", 0, "verify", ledger)
