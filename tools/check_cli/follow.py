"""`dump --follow` shows what another process posts."""

import json
import signal
import subprocess


def check(cli):
    ledger = cli.fresh("followed")
    process = cli.start("dump", ledger, "--follow", "--format", "jsonl", stderr=subprocess.PIPE)
    first = json.loads(process.stdout.readline())
    cli.check("shows what is there", first["kind"] == "unit", first)
    for number in range(3):
        cli.run("post", ledger, "earn", "m", "1", "--reference", f"f{number}")
        line = json.loads(process.stdout.readline())
        cli.check("shows what a till posts meanwhile", line["reference"] == f"f{number}", line)
    process.send_signal(signal.SIGINT)
    cli.check("ends when interrupted", process.wait(timeout=10) == 130, process.returncode)
    cli.check("and quietly", process.stderr.read() == b"")
    process.stdout.close()
    process.stderr.close()
