"""`verify` of a sound ledger and of a damaged one."""

import os
import shutil

from check_cli import dump


def check(cli):
    source = dump.check(cli)
    for options in [[], ["--quick"]]:
        run = cli.expect(f"verify {' '.join(options)}", 0, "verify", source, *options, "--json")
        keys = {"ok", "entries", "root", "stateDigest", "problems"}
        cli.check("its keys", keys <= set(run.json())
                  and run.json()["ok"] is True and run.json()["problems"] == []
                  and run.json()["root"] == cli.run("info", source, "--json").json()["root"]
                  and run.json()["stateDigest"] == cli.digest(source), run)
    cli.expect("verify as text", 0, "verify", source)
    check_damage(cli, source)


def check_damage(cli, source):
    log = [name for name in os.listdir(source) if name.endswith(".wal")]
    if not log:
        cli.check("there is a log to damage", False, os.listdir(source))
        return
    shutil.copytree(source, "damaged")
    path = os.path.join("damaged", log[0])
    with open(path, "r+b") as file:
        file.seek(700)
        byte = file.read(1)
        file.seek(700)
        file.write(bytes([byte[0] ^ 0xFF]))
    run = cli.expect("verify of a damaged ledger", 1, "verify", "damaged", "--json",
                     says="pointsledger: ")
    cli.check("is not ok and says where", run.json()["ok"] is False and run.json()["problems"], run)
    cli.expect("balances of a damaged ledger", 65, "balances", "damaged")
    cli.expect("post to a damaged ledger", 65, "post", "damaged", "earn", "a", "1", "--reference",
               "d1")
