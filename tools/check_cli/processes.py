"""A second process beside a writer, and signals to a writer."""

import json
import signal
import subprocess
import time

from campaign import HEADER


def check(cli):
    ledger = cli.fresh("locked")
    process = start_import(cli, ledger)
    process.stdin.write((HEADER + "\n2024-01-01,earn,1,1,l1\n").encode())
    process.stdin.flush()
    time.sleep(0.5)
    cli.expect("post beside a writer", 75, "post", ledger, "earn", "1", "1", "--reference", "l2")
    cli.expect("import beside a writer", 75, "import", ledger,
               cli.write("beside.csv", HEADER + "\n2024-01-01,earn,1,1,l3\n"))
    cli.expect("sweep beside a writer", 75, "sweep", ledger)
    cli.expect("balances beside a writer", 0, "balances", ledger)
    cli.expect("dump beside a writer", 0, "dump", ledger)
    cli.expect("verify beside a writer", 0, "verify", ledger)
    out, _ = process.communicate(timeout=30)
    cli.check("the writer is not disturbed",
              process.returncode == 0 and json.loads(out)["posted"] == 1, out)
    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        process = start_import(cli, ledger)
        rows = "".join(f"2024-01-02,earn,1,1,s{number}-{n}\n" for n in range(2000))
        process.stdin.write((HEADER + "\n" + rows).encode())
        process.stdin.flush()
        time.sleep(0.5)
        process.send_signal(number)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
        cli.check(f"signal {number} ends an import with {status}", process.returncode == status,
                  f"{process.returncode} {process.stderr.read()}")
        for stream in (process.stdin, process.stdout, process.stderr):
            try:
                stream.close()
            except OSError:
                pass
        cli.expect("and the ledger is sound", 0, "verify", ledger)


def start_import(cli, ledger):
    """An import that waits for more rows."""
    return cli.start("import", ledger, "-", "--json", stdin=subprocess.PIPE,
                     stderr=subprocess.PIPE)
