"""The themes of tools/check-cli: each has `check(cli)`, which gets a `Campaign`."""
