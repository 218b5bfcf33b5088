"""Every limit is reached and passed by one; then the ledger is opened again, verified and posted
to."""

import os

from torture_lib.looking import check_posting, verified
from torture_lib.material import earns

QUICK = ("units", "group", "points", "texts", "identifiers", "debts", "batch")
SLOW = ("lots", "holds")
# The longest time for a balance of an account that is as full as possible, in milliseconds.
PATIENCE = 1_000
# Beside another build a probe is slow; more than this means that a limit does not limit.
LONGEST = 30
LIMITED = ("units", "points", "debts", "lots", "holds")


def attack(round):
    for name in QUICK:
        probe(round, name)
    probe(round, SLOW[round.number % 2])
    names(round)
    files(round)


def probe(round, name):
    directory = round.fresh("limit")
    round.must("init", directory)
    answer = round.host("limits", directory, name, timeout=LONGEST)
    round.count("limits")
    tag = f"limit of {name}"
    round.judge(tag, answer, (0,))
    round.expect(b"error" not in answer.out, f"{tag}: {answer.out[-300:]!r}")
    for line in answer.out.decode().splitlines():
        round.expect(line != "unlimited" or name not in LIMITED, f"{tag}: no limit was met")
        if line.startswith("balance-ms"):
            round.expect(
                int(line.split()[1]) <= PATIENCE, f"{tag}: a balance takes {line.split()[1]} ms"
            )
        if line.startswith("accepted"):
            round.count(f"{name} until refused", int(line.split()[1]))
    if verified(round, tag, directory) is None:
        return
    someone = "m" * 64
    for question in (
        ["balances", directory],
        ["dump", directory],
        ["history", directory, someone, "--unit", "points", "--limit", "3"],
    ):
        asked = round.run(*question)
        round.judge(f"{tag}, {question[0]}", asked, (0, 1) if question[0] == "history" else (0,))
    check_posting(round, tag, directory)


def names(round):
    """The name of a ledger: 255 bytes, and one more."""
    for length, ends in ((255, (0,)), (256, (64, 65, 73))):
        directory = round.fresh("named")
        tag = f"a name of {length} bytes"
        answer = round.run("init", directory, "--name", "n" * length)
        round.judge(tag, answer, ends)
        if answer.code == 0:
            check_posting(round, tag, directory)
        else:
            left = os.listdir(directory) if os.path.exists(directory) else []
            round.expect(not left, f"{tag}: a refused init leaves {left[:3]}")
    units = [part for n in range(251) for part in ("--unit", f"u{n}")]
    for count, ends in ((250, (0,)), (251, (1, 64, 65, 73))):
        directory = round.fresh("united")
        answer = round.run("init", directory, *units[: 2 * count])
        round.judge(f"init with {count} units", answer, ends)
        if answer.code == 0:
            round.expect(verified(round, f"init with {count} units", directory), "")
        else:
            round.expect(
                not os.path.exists(directory) or not os.listdir(directory),
                f"init with {count} units: a refused init leaves half a ledger",
            )


def files(round):
    """Many segments with few descriptors: a sound ledger is reported as sound."""
    environment = {"POINTSLEDGER_LOG_BYTES": "4096", "POINTSLEDGER_MEMORY": "65536"}
    directory = round.fresh("many")
    round.must("init", directory, environment=environment)
    rows = round.file("many.csv", earns(2_000))
    round.must("import", directory, rows, environment=environment)
    count = sum(name.endswith(".seg") for name in os.listdir(directory))
    round.count("segments", count)
    few = ["bash", "-c", f'ulimit -n 64; exec "$@"', "few"]
    for question in (
        ["verify", directory, "--json"],
        ["balance", directory, "m1"],
        ["dump", directory],
    ):
        answer = round.run(*few[1:], round.programs.cli, *question, program=few[0])
        round.judge(f"{question[0]} of {count} segments under 64 descriptors", answer, (0, 74))
