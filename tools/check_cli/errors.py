"""Failures of a command that was given --json: an object with a code, a message and the place."""

import json
import os
import shutil

from campaign import HEADER, segments_of


def check(cli):
    ledger = cli.fresh("errors")
    cli.must("post", ledger, "earn", "a", "5", "--reference", "e1")
    empty = cli.fresh("errors-empty")
    cli.write("row.csv", HEADER + "\n2024-01-01,earn,a,1,i1\n2024-01-01,earned,a,1,i2\n")
    cli.write("column.csv", "time,kind,membr,points,reference\n")
    cli.write("wrong.csv", "member,unit,available\na,points,77\n")
    cli.write("stops.csv", HEADER + "\n2024-01-01,redeem,a,999,i3\n")
    cases = [
        ("no ledger", 66, ["info", "nowhere"], "noSuchLedger", {"file": "nowhere"}),
        ("a ledger that exists", 73, ["init", ledger], "alreadyExists", {"file": ledger}),
        ("a missing argument", 64, ["balance", ledger], "usage", {}),
        ("an unknown option", 64, ["balance", ledger, "a", "--nonsense"], "usage", {}),
        ("an unknown command", 64, ["balanse", ledger], "usage", {}),
        ("no command", 64, [], "usage", {}),
        ("a bad instant", 64, ["balance", ledger, "a", "--as-of", "never"], "usage", {}),
        ("a bad number of points", 64, ["post", ledger, "earn", "a", "x", "--reference", "r"],
         "usage", {}),
        ("no such member", 1, ["balance", ledger, "b"], "unknownMember", {}),
        ("no such unit", 1, ["balance", ledger, "a", "--unit", "x"], "unknownUnit", {}),
        ("no such entry", 1, ["show", ledger, "--sequence", 99], "unknownEntry", {}),
        ("no file", 66, ["import", ledger, "nothing.csv"], "noSuchFile", {"file": "nothing.csv"}),
        ("a malformed row", 65, ["import", ledger, "row.csv"], "malformed",
         {"file": "row.csv", "line": 3, "column": "kind"}),
        ("one that is only checked", 65, ["import", ledger, "row.csv", "--check"], "malformed",
         {"file": "row.csv", "line": 3, "column": "kind"}),
        ("a header", 65, ["import", ledger, "column.csv"], "malformed",
         {"file": "column.csv", "line": 1}),
        ("a refused post", 1, ["post", ledger, "redeem", "a", 99, "--reference", "r9"],
         "insufficientPoints", {}),
        ("a refusal that stops an import", 1,
         ["import", ledger, "stops.csv", "--on-refusal", "stop"], "insufficientPoints",
         {"file": "stops.csv", "line": 2}),
        ("balances that differ", 1, ["replay", ledger, "--assert", "wrong.csv"], "balancesDiffer",
         {"file": "wrong.csv", "line": 2}),
        ("nothing to accept", 1, ["clock", ledger, "--accept"], "nothingToAccept", {}),
        ("no ambiguous tail", 1, ["recover", ledger, "--accept-tail"], "nothingToAccept", {}),
        ("a future compaction", 64,
         ["compact", ledger, "--before", "2999-01-01", "--archive", "z"], "outOfRange", {}),
    ]
    for name, code, arguments, error, place in cases:
        run = cli.expect(name, code, *arguments, "--json")
        said = last(run)
        good = said.get("error") == error and said.get("message") and all(
            said.get(key) == value for key, value in place.items())
        cli.check(f"  says so as JSON: {error}", good, run)
        cli.check("  once", len(run.out.splitlines()) == 1, run)
        plain = cli.run(*arguments)
        cli.check("  and without --json not", b'"error"' not in plain.out, plain)
    run = cli.expect("a reference that is called --json", 64, "balance", ledger, "--", "--json", "x")
    cli.check("  asks for none", not run.out, run)
    check_writer(cli, empty)
    check_damage(cli)
    check_compacted(cli)


def check_writer(cli, ledger):
    writer = cli.start("serve", ledger, stdin=-1)
    writer.stdin.write(b'{"command":"info"}\n')
    writer.stdin.flush()
    writer.stdout.readline()
    run = cli.expect("another process writes", 75, "post", ledger, "earn", "a", "1", "--reference",
                     "w", "--wait", "0", "--json")
    cli.check("  says so as JSON: locked", last(run).get("error") == "locked"
              and str(writer.pid) in last(run)["message"], run)
    writer.stdin.close()
    writer.wait()


def check_damage(cli):
    with cli.sealing(16384):
        ledger = cli.fresh("errors-damaged")
        cli.must("import", ledger, "-", stdin=HEADER + "\n" + "".join(
            f"2024-01-01,earn,m{n},1,d{n}\n" for n in range(2000)))
    name = segments_of(ledger)[0]
    path = os.path.join(ledger, name)
    with open(path, "r+b") as file:
        file.seek(os.path.getsize(path) // 2)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 255]))
    run = cli.expect("damage", 1, "verify", ledger, "--json")
    said = last(run)
    cli.check("  says so as JSON: damaged, with file and offset",
              said.get("error") == "damaged" and not said["ok"] and name in said.get("file", "")
              and isinstance(said.get("offset"), int), run)
    run = cli.run("replay", ledger, "--json")
    cli.check("  whoever meets it", run.code == 65 and last(run).get("error") == "damaged"
              and name in last(run).get("file", ""), run)
    shutil.rmtree(ledger)


def check_compacted(cli):
    ledger = cli.fresh("errors-compacted")
    cli.must("import", ledger, "-", stdin=HEADER + "\n" + "".join(
        f"2020-01-01,earn,m{n},1,c{n}\n" for n in range(3000)))
    cli.must("compact", ledger, "--before", "2021-01-01", "--archive", "errors-archive")
    run = cli.expect("a dropped entry", 1, "show", ledger, "--sequence", "5", "--json")
    cli.check("  says so as JSON: compacted", last(run).get("error") == "compacted"
              and last(run)["sequence"] == 5, run)


def last(run):
    """The last JSON object of an answer; an empty one if there is none."""
    lines = run.out.splitlines()
    return json.loads(lines[-1]) if lines else {}
