"""Where output goes: a closed pipe, a full disk, no terminal."""

import subprocess

from campaign import HEADER


def check(cli):
    ledger = cli.fresh("long")
    rows = "".join(f"2024-01-01,earn,{n % 1000},1,q{n}\n" for n in range(20000))
    cli.run("import", ledger, "-", stdin=HEADER + "\n" + rows)
    done = subprocess.run(
        f"'{cli.binary}' dump {ledger} | head -n 1; exit ${{PIPESTATUS[0]}}", shell=True,
        executable="/bin/bash", capture_output=True)
    cli.check("a closed pipe ends it quietly", done.returncode == 0 and not done.stderr
              and done.stdout.startswith(b"time,"), done)
    with open("/dev/full", "w") as full:
        done = subprocess.run([cli.binary, "dump", ledger], stdout=full, stderr=subprocess.PIPE)
    cli.check("a full disk is an I/O error", done.returncode == 74
              and done.stderr.startswith(b"pointsledger: "), done)
    run = cli.run("balances", ledger)
    cli.check("no colour where it is no terminal",
              "\x1b" not in run.text and "\x1b" not in run.message)
    cli.expect("a member with control characters", 64, "post", ledger, "earn", "a\x1b[31mb", "1",
               "--reference", "esc")
    cli.expect("one that turns the line round", 0, "post", ledger, "earn", "a\u202eb", "1",
               "--reference", "esc")
    cli.check("does not reach a terminal", "\u202e" not in cli.run("balances", ledger).text)
