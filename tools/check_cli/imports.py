"""Importing CSV and JSON Lines, also repeatedly, with refusals on the way."""

import csv
import json
import os
import pty
import re
import subprocess

from campaign import HEADER


def check(cli):
    keys = {"rows", "posted", "refused", "duplicates", "refusals", "seconds"}
    good = (HEADER + ",expires,x-note\r\n"
            "2024-01-01,earn,1,10,i1,2025-01-01,\"a, \"\"b\"\"\r\nc\"\r\n"
            "2024-01-02,earn,2,20,i2,,\r\n"
            "2024-01-03,redeem,1,99,i3,,\r\n"
            "2024-01-04,redeem,2,5,i4,,")
    cli.write("good.csv", "\ufeff" + good)
    ledger = cli.fresh("imported")
    run = cli.expect("import", 0, "import", ledger, "good.csv", "--json",
                     says=r"good.csv: line 5, reference i3: insufficientPoints, available 10")
    counts = {"rows": 4, "posted": 3, "refused": 1, "duplicates": 0,
              "refusals": {"insufficientPoints": 1}}
    cli.check("its counts", set(run.json()) >= keys and counts.items() <= run.json().items(), run)
    run = cli.expect("import again", 0, "import", ledger, "good.csv", "--json")
    cli.check("adds nothing", {"rows": 4, "posted": 0, "refused": 0, "duplicates": 4,
                               "refusals": {}}.items() <= run.json().items(), run)
    cli.check("the balances are right", (cli.available(ledger, "1", "--as-of", "2024-06-01"),
                                         cli.available(ledger, "2")) == ("10", "15"))
    run = cli.expect("import as text", 0, "import", ledger, "good.csv")
    cli.check("speaks to people", re.search(r"duplicates +4", run.text), run)
    other = cli.fresh("imported-2")
    run = cli.expect("import from standard input", 0, "import", other, "-", "--json", stdin=good)
    cli.check("is the same", counts.items() <= run.json().items(), run)
    cli.check("has the same state", cli.digest(ledger) == cli.digest(other))
    lines = [
        {"time": "2024-01-01", "kind": "earn", "member": "1", "points": 10, "reference": "i1",
         "expires": "2025-01-01", "x-note": {"deep": [1]}},
        {"time": "2024-01-02", "kind": "earn", "member": "2", "points": "20", "reference": "i2"},
        {"time": "2024-01-03", "kind": "redeem", "member": "1", "points": 99, "reference": "i3"},
        {"time": "2024-01-04", "kind": "redeem", "member": "2", "points": 5, "reference": "i4",
         "lots": ["i2"]}]
    cli.write("good.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    third = cli.fresh("imported-3")
    run = cli.expect("import of JSON Lines", 0, "import", third, "good.jsonl", "--json",
                     "--refusals", "refused.csv")
    cli.check("has the same counts", counts.items() <= run.json().items() and not run.message, run)
    with open("refused.csv") as file:
        refused = list(csv.DictReader(file))
    cli.check("--refusals lists them in a file", [(r["line"], r["reference"], r["code"])
                                                  for r in refused]
              == [("3", "i3", "insufficientPoints")], refused)
    cli.check("and the same state", cli.digest(ledger) == cli.digest(third))
    cli.expect("--format overrides the name", 0, "import", cli.fresh("imported-4"), "-", "--format",
               "jsonl", stdin="\n".join(json.dumps(line) for line in lines))
    cut = cli.fresh("cut-off")
    text = HEADER + "\n2024-01-01,earn,1,10,z1\n2024-01-01,earn,2,12,z2"
    run = cli.expect("a last line without an end", 0, "import", cut, "-", "--json", stdin=text,
                     says="line 3: the last line has no end of line")
    cli.check("is posted, and named in JSON", run.json()["finalNewline"] is False
              and run.json()["posted"] == 2 and run.message.count("\n") == 1, run)
    cut = cli.fresh("cut-off-2")
    run = cli.expect("--require-final-newline", 65, "import", cut, "-", "--json",
                     "--require-final-newline", stdin=text, says="line 3: the last line")
    cli.check("keeps the rows before", run.json()["finalNewline"] is False
              and run.json()["posted"] == 1 and run.message.count("\n") == 1, run)
    run = cli.expect("the whole file", 0, "import", cut, "-", "--json", "--require-final-newline",
                     stdin=text + "50\n")
    cli.check("is as it should be", run.json()["finalNewline"] is True and not run.message, run)
    stop = cli.fresh("stopping")
    run = cli.expect("--on-refusal stop", 1, "import", stop, "good.csv", "--on-refusal", "stop",
                     "--json", says="line 5.*insufficientPoints")
    cli.check("stops there", run.json()["rows"] == 3 and run.json()["posted"] == 2, run)
    cli.expect("--on-refusal with nonsense", 64, "import", stop, "good.csv", "--on-refusal",
               "maybe")
    cli.expect("--format with nonsense", 64, "import", stop, "good.csv", "--format", "xml")
    cli.expect("a missing file", 66, "import", stop, "missing.csv", says="missing.csv")
    os.mkdir("rows")
    cli.expect("a directory", 66, "import", stop, "rows", says="rows")
    cli.expect("--refusals nowhere", 73, "import", stop, "good.csv", "--refusals", "no/where.csv")
    run = cli.expect("a header alone", 0, "import", stop, cli.write("header.csv", HEADER), "--json")
    cli.check("is no rows", run.json()["rows"] == 0, run)
    check_terminal(cli)
    conflict = HEADER + "\n2024-01-01,earn,1,11,i1\n2024-01-05,earn,1,1,i5\n"
    cli.write("conflict.csv", conflict)
    run = cli.expect("a conflict", 0, "import", ledger, "conflict.csv", "--json")
    cli.check("counts as refused", run.json()["refusals"] == {"referenceConflict": 1}
              and run.json()["posted"] == 1, run)
    run = cli.expect("an unknown unit", 0, "import", ledger, "-", "--json",
                     stdin=HEADER + ",unit\n2024-01-01,earn,1,1.25,i6,no\n")
    cli.check("is refused", run.json()["refusals"] == {"unknownUnit": 1}, run)


def check_terminal(cli):
    """On a terminal a long list of refusals is cut; in a pipe it is not."""
    ledger = cli.fresh("refusing")
    rows = HEADER + "\n" + "".join(f"2024-01-01,redeem,nobody,1,t{n}\n" for n in range(50))
    cli.write("refused-rows.csv", rows)
    run = cli.expect("50 refused rows, checked", 0, "import", ledger, "refused-rows.csv", "--check")
    cli.check("are all listed in a pipe", run.message.count("unknownMember") == 50, run)
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [cli.binary, "import", ledger, "refused-rows.csv"], env=cli.environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    told = b""
    try:
        while piece := os.read(master, 65536):
            told += piece
    except OSError:
        pass  # The other end is closed.
    os.close(master)
    cli.check("and cut on a terminal", process.wait() == 0 and told.count(b"unknownMember") == 20
              and b"and 30 more refused rows" in told, told)
