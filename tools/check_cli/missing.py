"""Every command on something that is no ledger, or is not readable."""

import os


def check(cli):
    os.mkdir("no-ledger")
    cli.write("no-directory", "text")
    commands = {
        "import": ["-"], "post": ["earn", "m", "1", "--reference", "r"], "balance": ["m"],
        "balances": [], "lots": ["m"], "holds": [], "history": ["m"], "show": ["--sequence", "0"],
        "info": [],
        "dump": [], "sweep": [], "verify": [], "replay": [], "segments": [],
        "clock": [], "serve": []}
    for place in ["nothing-here", "no-ledger", "no-directory"]:
        for command, rest in commands.items():
            cli.expect(f"{command} on {place}", 66, command, place, *rest, says=place)
    if os.geteuid() != 0:
        cli.fresh("unreadable")
        os.chmod("unreadable", 0)
        cli.expect("no permission to read", 66, "balances", "unreadable")
        os.chmod("unreadable", 0o700)
