"""Sealed segments and the columns in them."""

import os

from campaign import HEADER
from check_cli import dump


def check(cli):
    unsealed = dump.check(cli)
    for options in ([], ["--json"], ["--columns", "--json"]):
        run = cli.expect(" ".join(["segments", *options, "of an unsealed ledger"]), 0, "segments",
                         unsealed, *options)
        lines = run.text.splitlines()
        cli.check("has no lines of segments", not lines if options else len(lines) <= 1, str(run))
    rows = "".join(f"2024-01-{1 + n // 300:02},earn,m{n % 37},{n % 7 + 1},r-{n:05}\n"
                   for n in range(6000))
    with cli.sealing(30_000, memory=None):
        ledger = cli.fresh("sealed")
        cli.expect("import of 6000 rows", 0, "import", ledger, "-", stdin=HEADER + "\n" + rows)
    run = cli.expect("segments --json", 0, "segments", ledger, "--json")
    segments = run.lines()
    keys = ["file", "first", "last", "entries", "bytes", "textBytes", "indexBytes"]
    cli.check("there are several", len(segments) > 2, str(run))
    cli.check("their keys", all(list(segment) == keys for segment in segments), str(run))
    sizes = {name: os.path.getsize(os.path.join(ledger, name)) for name in os.listdir(ledger)
             if not name.startswith("run-")}
    total = {end: sum(size for name, size in sizes.items() if name.endswith(end))
             for end in (".seg", ".text", ".idx")}
    cli.check("the sizes of the files", all(
        segment["bytes"] == sizes.get(segment["file"]) for segment in segments) and total == {
            ".seg": sum(segment["bytes"] for segment in segments),
            ".text": sum(segment["textBytes"] for segment in segments),
            ".idx": sum(segment["indexBytes"] for segment in segments)}, str(run))
    ends = [0] + [segment["last"] + 1 for segment in segments]
    cli.check("they join", [segment["first"] for segment in segments] == ends[:-1] and all(
        segment["entries"] == segment["last"] - segment["first"] + 1 for segment in segments),
        str(run))
    run = cli.expect("segments", 0, "segments", ledger)
    lines = run.text.splitlines()
    cli.check("is a table of them", len(lines) == len(segments) + 1 and all(
        line.endswith(segment["file"]) for line, segment in zip(lines[1:], segments)), str(run))
    check_columns(cli, ledger, segments)
    cli.expect("segments with an argument too many", 64, "segments", ledger, "x")
    cut = os.path.join(ledger, segments[1]["file"])
    os.truncate(cut, sizes[segments[1]["file"]] - 1)
    cli.expect("segments of a ledger with a shortened segment", 65, "segments", ledger,
               says=segments[1]["file"])


def check_columns(cli, ledger, segments):
    run = cli.expect("segments --columns --json", 0, "segments", ledger, "--columns", "--json")
    found = run.lines()
    plain = [{key: value for key, value in segment.items() if key != "columns"}
             for segment in found]
    columns = [column for segment in found for column in segment["columns"]]
    cli.check("has the columns too", plain == segments and all(
        list(column) == ["name", "in", "bytes"] for column in columns), str(run))
    places = {column["in"] for column in columns}
    cli.check("of all files", places == {"segment", "text", "index"}, places)
    cli.check("which take less than these", all(
        0 < sum(column["bytes"] for column in segment["columns"])
        < segment["bytes"] + segment["textBytes"] + segment["indexBytes"]
        for segment in found), str(run))
    run = cli.expect("segments --columns", 0, "segments", ledger, "--columns")
    lines = [line.split("  ") for line in run.text.splitlines()]
    names = {line[0] for line in lines[1:]}
    cli.check("has a line each", {column["name"] for column in columns} <= names, str(run))
    cli.check("and the sum", any(
        str(sum(segment["bytes"] + segment["textBytes"] for segment in segments)) in
        [word.strip() for word in line] for line in lines if line[0] == "segments and texts"),
        str(run))
