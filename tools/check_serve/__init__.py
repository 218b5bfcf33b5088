"""The themes of tools/check-serve: each has `check(cli)`, which gets a `Campaign`."""
