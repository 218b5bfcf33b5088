"""Importing malformed rows: where the error is reported, and what stays."""

from campaign import HEADER


def check(cli):
    cases = {
        "an empty file": ("", r"the header is missing"),
        "a header without kind": ("time,member,points,reference\n", r"line 1: .*kind"),
        "an unknown column": (HEADER + ",colour\n", r"line 1: .*colour"),
        "a column twice": (HEADER + ",kind\n", r"line 1: .*kind.*twice"),
        "too few fields": ("ROW2024-01-01,earn,1,1\n", r"line 3: expected 5 .* found 4"),
        "too many fields": ("ROW2024-01-01,earn,1,1,r,\n", r"line 3: expected 5 .* found 6"),
        "a bad date": ("ROW2024-02-30,earn,1,1,r\n", r"line 3, column time"),
        "a time without zone": ("ROW2024-01-01T00:00:00,earn,1,1,r\n",
                                r"line 3, column time.*zone"),
        "bad points": ("ROW2024-01-01,earn,1,1.5,r\n", r"line 3, column points"),
        "points of 20 digits": ("ROW2024-01-01,earn,1,99999999999999999999,r\n",
                                r"line 3, column points"),
        "points 0": ("ROW2024-01-01,earn,1,0,r\n", r"line 3, column points"),
        "no points": ("ROW2024-01-01,earn,1,,r\n", r"line 3, column points"),
        "an unknown kind": ("ROW2024-01-01,give,1,1,r\n", r"line 3, column kind.*give"),
        "an expiry with a reference": ("ROW2024-01-01,expire,1,1,r\n", r"line 3, column kind"),
        "a long member": ("ROW2024-01-01,earn," + "x" * 65 + ",1,r\n", r"line 3, column member"),
        "no reference": ("ROW2024-01-01,earn,1,1,\n", r"line 3, column reference"),
        "no member": ("ROW2024-01-01,earn,,1,r\n", r"line 3, column member"),
        "the future": ("ROW2999-01-01,earn,1,1,r\n2024-01-01,earn,1,1,r9\n",
                       r"line 3, column time"),
        "not UTF-8": (b"ROW2024-01-01,earn,\xff,1,r\n", r"line 3, column member: not UTF-8"),
        "an unclosed quote": ("ROW2024-01-01,earn,\"1,1,r\n2024-01-01,earn,1,1,r9\n",
                              r"line 3: .*not closed"),
        "text after a quote": ("ROW2024-01-01,earn,\"1\"2,1,r\n", r"line 3, column member"),
        "a quote in a field": ("ROW2024-01-01,earn,1\"2,1,r\n", r"line 3, column member"),
        "old Macintosh line ends": ("ROW2024-01-01,earn,1,1,r\r2024-01-01,earn,1,1,r2\r",
                                    r"line 3, column reference: a carriage return"),
        "a line of 10 MB": ("ROW2024-01-01,earn," + "x" * 10_000_000 + "\n",
                            r"line 3: .*longer than 65536"),
        "an unclosed quote of 10 MB": ("ROW2024-01-01,earn,\"" + "x\n" * 5_000_000,
                                       r"line 3: .*longer than 65536"),
        "zeros": (b"\0" * 100_000, r"line 1"),
        "UTF-16": ("time,kind".encode("utf-16"), r"line 1: not UTF-8"),
    }
    for number, (name, (content, says)) in enumerate(cases.items()):
        ledger = cli.fresh(f"bad-{number}")
        content = content.encode() if isinstance(content, str) else content
        has_row = content.startswith(b"ROW")
        content = content.replace(b"ROW", (HEADER + "\n2024-01-01,earn,1,10,first\n").encode(), 1)
        cli.write("bad.csv", content)
        run = cli.expect(name, 65, "import", ledger, "bad.csv", "--json",
                         says=r"^pointsledger: bad.csv: " + says)
        cli.check("  the rows before are kept, the rows after are not",
                  cli.run("info", ledger, "--json").json()["entries"] == (2 if has_row else 1), run)
    further = {
        "expires": ("tomorrow", "expires"), "partial": ("maybe", "partial"),
        "original": ("i1", "original"), "policy": ("all", "policy"), "counterparty": ("2", "c"),
        "basis": ("much", "basis"), "memo": ("x" * 1025, "memo"), "unit": ("two words", "unit"),
        "lots": ("first", "lots")}
    ledger = cli.fresh("bad-fields")
    for column, (value, _) in further.items():
        cli.expect(f"a bad {column}", 65, "import", ledger, "-",
                   stdin=f"{HEADER},{column}\n2024-01-01,earn,1,1,r,{value}\n",
                   says=rf"standard input: line 2, column {column}: ")
    for name, line in {
        "a number with an exponent": '{"points":1e3}', "not an object": "[1]",
        "half of a surrogate": '{"memo":"\\ud800"}',
        "a key twice": '{"time":"2024-01-01","time":""}',
        "an unknown key": '{"colour":"red"}', "text after it": "{} {}",
    }.items():
        cli.expect(f"JSON: {name}", 65, "import", ledger, "-", "--format", "jsonl",
                   stdin='{"time":"2024-01-01","kind":"earn","member":"1","points":1,'
                   '"reference":"j1"}\n' + line, says=r"standard input: line 2")
