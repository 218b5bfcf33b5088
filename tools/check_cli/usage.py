"""Help, and misuse of each command."""

import os
import re


def check(cli):
    commands = ["init", "import", "post", "balance", "balances", "lots", "holds", "history", "show",
                "info", "dump", "sweep", "verify", "replay", "segments", "clock", "serve"]
    for command in commands:
        run = cli.expect(f"{command} --help", 0, command, "--help")
        cli.check(f"{command} --help has an example",
                  "xample" in run.text and not run.message, run)
        cli.check(f"{command} --help can be pasted", pasted(run.text), run)
        cli.expect(f"{command} without a ledger", 64, command)
        cli.expect(f"{command} with an unknown option", 64, command, "L", "--nonsense")
    cli.expect("--help", 0, "--help")
    cli.expect("an unknown command", 64, "nonsense")
    cli.expect("no command", 64)
    variables = {"POINTSLEDGER_CLOCK": "2026-13-01", "POINTSLEDGER_LOG_BYTES": "much",
                 "POINTSLEDGER_MEMORY": "-1"}
    before = cli.environment
    for name, value in variables.items():
        cli.environment = dict(before, **{name: value})
        cli.expect(f"{name} that is none", 64, "init", "not-made", says=f"{name} is `{value}`")
    cli.environment = before
    cli.check("makes nothing", not os.path.exists("not-made"))


def pasted(text):
    """Whether the examples are whole lines: a line that is wrapped would be a command of its own."""
    examples = text.partition("xample")[2].partition("\n\n")[0].splitlines()[1:]
    whole = re.sub(r"\\\n", "", "\n".join(examples)).splitlines()
    return bool(whole) and all(line.startswith("  pointsledger ") for line in whole)
