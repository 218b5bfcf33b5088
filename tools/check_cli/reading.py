"""The answers of `balance`, `balances`, `lots`, `history`, `show` and `info` about the posts of
`post`."""

import re

from campaign import HEADER
from check_cli import post


def check(cli):
    ledger = post.check(cli)
    keys = ["member", "unit", "available", "pending", "held", "arrears", "earned", "redeemed",
            "expired"]
    run = cli.expect("balance", 0, "balance", ledger, "4711", "--unit", "points", "--json")
    cli.check("its keys", list(run.json()) == keys and all(
        isinstance(value, str) for value in run.json().values()), run)
    run = cli.expect("balance without --unit, of several", 0, "balance", ledger, "4711", "--json")
    cli.check("is of the first", run.json()["unit"] == "points", run)
    cli.expect("balance of an unknown unit", 1, "balance", ledger, "4711", "--unit", "no",
               says="no")
    for command in ["balance", "lots", "history"]:
        cli.expect(f"{command} of an unknown member", 1, command, ledger, "nobody", "--unit",
                   "points", says="nobody")
        cli.expect(f"{command} of no member", 64, command, ledger, "", "--unit", "points")
    cli.check("--as-of before the redemption",
              cli.available(ledger, "4711", "--unit", "points", "--as-of", "2024-01-15") == "50")
    cli.check("--as-of with a zone", cli.available(
        ledger, "4711", "--unit", "points", "--as-of", "2024-01-02T01:00:00+02:00") == "30")
    cli.check("--at-sequence", cli.available(
        ledger, "4711", "--unit", "points", "--at-sequence", "3", "--as-of", "2024-06-01") == "50")
    pair = cli.fresh("pair")
    cli.run("import", pair, "-", stdin=HEADER + ",counterparty\n2024-01-01,earn,a,9,p1,\n"
            "2024-01-01,earn,b,1,p2,\n2024-01-02,transfer,a,4,p3,b\n")
    cli.check("--at-sequence within a transfer is as of its end", [
        cli.available(pair, member, "--at-sequence", str(number))
        for number in (2, 3, 4) for member in "ab"] == ["9", "1", "5", "5", "5", "5"])
    cli.check("--as-of the future", cli.available(
        ledger, "4712", "--unit", "miles", "--as-of", "2031-01-01") == "1.50")
    cli.expect("--at-sequence beyond the end", 64, "balance", ledger, "4711", "--unit", "points",
               "--at-sequence", "99999")
    cli.expect("--at-sequence that is none", 64, "balance", ledger, "4711", "--at-sequence", "-1")
    cli.expect("--as-of that is none", 64, "balance", ledger, "4711", "--as-of", "soon")
    run = cli.expect("balances", 0, "balances", ledger, "--json")
    rows = run.lines()
    accounts = [(row["member"], row["unit"]) for row in rows]
    cli.check("are sorted by member, a line an account", accounts == [
        ("4711", "points"), ("4711", "stamps"), ("4712", "miles"), ("4714", "points")]
        and all(list(row) == keys for row in rows), run)
    run = cli.expect("balances --unit", 0, "balances", ledger, "--unit", "miles", "--json")
    cli.check("are of that unit", [row["unit"] for row in run.lines()] == ["miles"], run)
    run = cli.expect("balances --as-of", 0, "balances", ledger, "--json", "--as-of", "2024-01-01")
    cli.check("are as of then", [r["available"] for r in run.lines()] == ["30"], run)
    run = cli.expect("balances as text", 0, "balances", ledger)
    cli.check("are aligned", run.text.splitlines()[0].split() == keys, run)
    run = cli.expect("lots", 0, "lots", ledger, "4711", "--unit", "points", "--json")
    cli.check("their keys", {"origin", "reference", "remaining", "held", "activates", "expires"}
              <= set(run.lines()[0]), run)
    cli.check("never is null", any(lot["expires"] is None for lot in run.lines()), run)
    cli.check("they add up to the balance",
              sum(int(lot["remaining"]) for lot in run.lines())
              == int(cli.available(ledger, "4711", "--unit", "points")), run)
    run = cli.expect("history", 0, "history", ledger, "4711", "--unit", "points", "--json")
    all_entries = [entry["sequence"] for entry in run.lines()]
    cli.check("is newest first", all_entries == sorted(all_entries, reverse=True)
              and len(all_entries) > 10, run)
    paged = []
    while True:
        options = ["--before", paged[-1]] if paged else []
        page = cli.run("history", ledger, "4711", "--unit", "points", "--json", "--limit", "3",
                       *options).lines()
        if not page:
            break
        paged += [entry["sequence"] for entry in page]
    cli.check("pages give the same", paged == all_entries, paged)
    cli.expect("--limit 0", 64, "history", ledger, "4711", "--limit", "0")
    run = cli.expect("show a debit", 0, "show", ledger, "--reference", "r1", "--json")
    entry = run.json()
    cli.check("has the interchange fields", {
        "time": "2024-02-01T00:00:00Z", "kind": "redeem", "member": "4711", "points": "35",
        "reference": "r1", "unit": "points", "original": None, "change": "-35",
        "late": False, "refused": None}.items() <= entry.items() and "posted" in entry, run)
    cli.check("names its lots", [a["reference"] for a in entry["allocations"]] == ["e1", "e2"], run)
    run = cli.expect("show a credit", 0, "show", ledger, "--sequence", "2", "--json")
    entry = run.json()
    cli.check("has the texts", entry["memo"] == "two\nlines, \"quoted\""
              and entry["basis"] == "30.50" and entry["reason"] == "-minus", run)
    cli.check("names where its points went", any(
        a["reference"] == "r1" and a["points"] == "30" and "entry" in a
        for a in entry["allocations"]), run)
    run = cli.expect("show a refusal", 0, "show", ledger, "--reference", "r2", "--json")
    cli.check("has its code and what was asked", run.json()["refused"] == "insufficientPoints"
              and run.json()["kind"] == "redeem" and run.json()["points"] == "99", run)
    cli.expect("show as text", 0, "show", ledger, "--sequence", "2")
    cli.expect("show of an unknown reference", 1, "show", ledger, "--reference", "no", says="no")
    cli.expect("show of an unknown sequence", 1, "show", ledger, "--sequence", "99999")
    cli.expect("show of nothing", 64, "show", ledger)
    cli.expect("show of both", 64, "show", ledger, "--sequence", "1", "--reference", "r1")
    run = cli.expect("info", 0, "info", ledger, "--json")
    cli.check("its keys", {"entries", "members", "accounts", "bytes", "logBytes", "segmentBytes",
                           "indexBytes", "treeSize", "root"} <= set(run.json())
              and re.fullmatch("[0-9a-f]{64}", run.json()["root"]), run)
    cli.expect("info as text", 0, "info", ledger)
