"""A clock that jumps, and its acceptance."""

from campaign import HEADER

START, JUMP = "2024-01-01T00:00:00Z", "2024-10-27T00:00:00Z"


def check(cli):
    environment = cli.environment
    try:
        for way, before, after in ("ahead", START, JUMP), ("back", JUMP, START):
            environment["POINTSLEDGER_CLOCK"] = before
            ledger = cli.fresh(f"clock-{way}")
            run = cli.expect("clock", 0, "clock", ledger, "--json")
            cli.check("its keys", run.json()
                      == {"clock": before, "posted": before, "status": "ok"}, run)
            cli.expect("nothing to accept", 1, "clock", ledger, "--accept", says="nothing")
            environment["POINTSLEDGER_CLOCK"] = after
            jumped(cli, ledger, "clockWent" + way.capitalize(), before, after)
    finally:
        del environment["POINTSLEDGER_CLOCK"]


def jumped(cli, ledger, code, before, after):
    earn = "post", ledger, "earn", "1", "5", "--reference", "r1"
    rows = HEADER + "\n2020-01-01,earn,1,1,i1\n"
    for says in code, before, after, "pointsledger clock LEDGER --accept":
        cli.expect(f"{code}: post says {says}", 74, *earn, says=says)
        cli.expect(f"{code}: import says {says}", 74, "import", ledger, "-", stdin=rows, says=says)
    run = cli.run(*earn, "--json")
    cli.check("names both instants", run.json().items() >= {
        "refused": code, "sequence": None, "clock": after, "posted": before}.items(), run)
    cli.expect("sweep", 74, "sweep", ledger, says="--accept")
    run = cli.expect("clock", 0, "clock", ledger, "--json")
    cli.check("says so", run.json() == {"clock": after, "posted": before, "status": code}, run)
    run = cli.expect("clock --accept", 0, "clock", ledger, "--accept", "--json")
    cli.check("names the entry", run.json()["sequence"] == 1, run)
    run = cli.expect("show", 0, "show", ledger, "--sequence", "1", "--json")
    cli.check("for the auditor", run.json().items() >= {
        "kind": "clock", "time": before, "activates": after, "points": None,
        "posted": max(before, after)}.items(), run)
    cli.expect("posting goes on", 0, *earn)
    cli.expect("importing goes on", 0, "import", ledger, "-", stdin=rows)
    cli.expect("verify", 0, "verify", ledger)
    dump = cli.run("dump", ledger).text
    cli.environment["POINTSLEDGER_CLOCK"] = max(before, after)
    copy = cli.fresh(f"{ledger}-copy")
    cli.expect("import of the dump", 0, "import", copy, "-", stdin=dump)
    cli.check("gives the same digest", cli.digest(copy) == cli.digest(ledger))
