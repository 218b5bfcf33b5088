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
    other = cli.fresh("told")
    with open("/dev/full", "w") as full:
        for arguments, says in (
                (("post", other, "earn", "m", "1", "--reference", "t1"), "the post is entry 1"),
                (("post", other, "earn", "m", "1", "--reference", "t1"), "posted before, as entry 1"),
                (("post", other, "redeem", "m", "9", "--reference", "t2", "--json"),
                 "insufficientPoints), as entry 2"),
                (("sweep", other), "the sweep was done"), (("init", "told-2"), "told-2 was made"),
                (("import", other, cli.write("none.csv", HEADER + "\n")), "the import is done"),
                (("--help",), "standard output"), (("post", "--help"), "standard output")):
            done = subprocess.run(
                [cli.binary, *arguments], stdout=full, stderr=subprocess.PIPE, text=True)
            cli.check(f"{' '.join(arguments)} to a full disk says what was done",
                      done.returncode == 74 and says in done.stderr, done)
    cli.check("and did it", cli.available(other, "m") == "1")
    run = cli.run("balances", ledger)
    cli.check("no colour where it is no terminal",
              "\x1b" not in run.text and "\x1b" not in run.message)
    cli.expect("a member with control characters", 64, "post", ledger, "earn", "a\x1b[31mb", "1",
               "--reference", "esc")
    cli.expect("one that turns the line round", 0, "post", ledger, "earn", "a\u202eb", "1",
               "--reference", "esc")
    cli.check("does not reach a terminal", "\u202e" not in cli.run("balances", ledger).text)
