"""Help, and misuse of each command."""


def check(cli):
    commands = ["init", "import", "post", "balance", "balances", "lots", "holds", "history", "show",
                "info", "dump", "sweep", "verify", "replay", "segments", "clock"]
    for command in commands:
        run = cli.expect(f"{command} --help", 0, command, "--help")
        cli.check(f"{command} --help has an example",
                  "xample" in run.text and not run.message, run)
        cli.expect(f"{command} without a ledger", 64, command)
        cli.expect(f"{command} with an unknown option", 64, command, "L", "--nonsense")
    cli.expect("--help", 0, "--help")
    cli.expect("an unknown command", 64, "nonsense")
    cli.expect("no command", 64)
