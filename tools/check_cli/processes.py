"""A second process beside a writer, and signals to a writer."""

import fcntl
import json
import signal
import subprocess
import termios
import time

from campaign import HEADER


def check(cli):
    ledger = cli.fresh("locked")
    process = start_import(cli, ledger)
    process.stdin.write((HEADER + "\n2024-01-01,earn,1,1,l1\n").encode())
    process.stdin.flush()
    await_reading(process)
    cli.expect("post beside a writer", 75, "post", ledger, "earn", "1", "1", "--reference", "l2",
               "--wait", "0", says=f"process {process.pid} has")
    cli.expect("import beside a writer", 75, "import", ledger,
               cli.write("beside.csv", HEADER + "\n2024-01-01,earn,1,1,l3\n"), "--wait", "0")
    cli.expect("sweep beside a writer", 75, "sweep", ledger, "--wait", "0.2")
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
        await_reading(process)
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


def await_reading(process):
    """Waits until an import has taken everything it was given, and sleeps until there is more: for
    a second its pipe is empty and its first thread asleep."""
    end, calm = time.monotonic() + 60, 0
    while calm < 10 and time.monotonic() < end:
        time.sleep(0.1)
        with open(f"/proc/{process.pid}/stat") as file:
            is_asleep = file.read().rpartition(")")[2].split()[0] == "S"
        left = fcntl.ioctl(process.stdin, termios.FIONREAD, bytes(4))
        calm = calm + 1 if is_asleep and not any(left) else 0
