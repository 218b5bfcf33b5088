"""Few descriptors: the right answer or none, and no harm."""

import json
import os
import re
import subprocess

from campaign import HEADER


def check(cli):
    rows = "".join(f"2024-01-01,earn,m{n % 50},1,q{n}\n" for n in range(12000))
    # From the beginning: the first log still has its initial length.
    with cli.sealing(8_000, memory=None):
        ledger = cli.fresh("many")
        cli.run("import", ledger, "-", stdin=HEADER + "\n" + rows)
    count = sum(name.endswith(".seg") for name in os.listdir(ledger))
    cli.check("there are many segments", count > 40, count)

    def limited(limit, *arguments):
        return subprocess.run(
            ["bash", "-c", f'ulimit {limit}; exec "$0" "$@"', cli.binary, *arguments],
            capture_output=True, text=True)

    verdicts = set()
    for most in (64, 32, 20, 16, 14, 12, 10, 9, 8, 7, 6, 5, 4):
        done = limited(f"-n {most}", "verify", ledger)
        verdicts.add(done.returncode)
        cli.check(f"verify with {most} descriptors says that it is sound, or nothing",
                  (done.returncode == 0 and re.search(r"^ok +yes", done.stdout))
                  or (done.returncode in (74, 127) and not done.stdout), done)
        done = limited(f"-n {most}", "balance", ledger, "m1", "--json")
        cli.check(f"so does balance with {most}", (done.returncode == 0 and json.loads(done.stdout)[
            "available"] == "240") or done.returncode in (74, 127), done)
    cli.check("both happen", {0, 74} <= verdicts, verdicts)
    cli.expect("none of that changed anything", 0, "verify", ledger)
