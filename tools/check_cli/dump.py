"""A dump is complete: imported, it makes the same ledger."""

import csv
import functools
import io

from check_cli.history import everything


@functools.cache
def check(cli):
    """Returns the ledger, which other themes use."""
    source = cli.fresh("dumped")
    run = cli.expect("a history with everything", 0, "import", source, "-", "--json",
                     stdin=everything())
    cli.check("is what it should be", run.json()["posted"] > 25 and run.json()["refused"] >= 5, run)
    cli.expect("sweep", 0, "sweep", source, "--as-of", "2020-07-15")
    cli.expect("sweep", 0, "sweep", source)
    entries = cli.run("info", source, "--json").json()["entries"]
    text = cli.expect("dump", 0, "dump", source)
    rows = list(csv.DictReader(io.StringIO(text.out.decode(), newline="")))
    cli.check("has a line an entry", len(rows) == entries, f"{len(rows)} {entries}")
    kinds = {row["kind"] for row in rows}
    cli.check("has every kind", {"expire", "counter", "release", "unit", "merge"} <= kinds, kinds)
    cli.check("what the ledger wrote has no reference", all(
        not row["reference"] for row in rows if row["kind"] in ("expire", "counter")), "")
    cli.check("refusals carry their code", {"insufficientPoints", "memberFrozen", "groupRefused"}
              <= {row["x-refused"] for row in rows}, {row["x-refused"] for row in rows})
    late = [row for row in rows if row["reference"] == "e8"][0]
    cli.check("a late entry keeps its time", late["time"] == "2020-06-15T00:00:00Z"
              and late["x-late"] == "yes" and late["x-effective"] == "2020-07-01T00:00:00Z", late)
    cli.check("dumping again gives the same bytes", cli.run("dump", source).out == text.out)
    lines = cli.expect("dump --format jsonl", 0, "dump", source, "--format", "jsonl")
    cli.check("has a line an entry", len(lines.lines()) == entries, "")
    for name, content in {"csv": text.out, "jsonl": lines.out}.items():
        copy = cli.fresh(f"copied-{name}")
        cli.write(f"dump.{name}", content)
        run = cli.expect(f"import of a dump ({name})", 0, "import", copy, f"dump.{name}", "--json")
        cli.check("takes every row", run.json()["rows"] == entries, run)
        cli.check("gives the same state digest", cli.digest(copy) == cli.digest(source))
        again = list(csv.DictReader(io.StringIO(cli.run("dump", copy).out.decode(), newline="")))
        strip = [{k: v for k, v in row.items() if k != "x-posted"} for row in rows]
        mine = [{k: v for k, v in row.items() if k != "x-posted"} for row in again]
        difference = [pair for pair in zip(strip, mine) if pair[0] != pair[1]][:2]
        cli.check("and, but for the clock, the same dump", strip == mine, difference)
        run = cli.expect("importing it again", 0, "import", copy, f"dump.{name}", "--json")
        cli.check("adds nothing", run.json()["posted"] == 0
                  and cli.run("info", copy, "--json").json()["entries"] == entries, run)
    run = cli.expect("--from and --to", 0, "dump", source, "--from", "3", "--to", "5", "--format",
                     "jsonl")
    cli.check("are inclusive", [row["x-sequence"] for row in run.lines()] == [3, 4, 5], run)
    run = cli.expect("--from beyond the end", 0, "dump", source, "--from", "99999")
    cli.check("is a header", len(run.text.splitlines()) == 1, run)
    cli.expect("--format nonsense", 64, "dump", source, "--format", "xml")
    return source
