"""The surroundings of a process: closed standard descriptors, another working directory, a fork,
few descriptors, little memory, small files, a disk that is full and has room again."""

import errno
import json
import os
import shutil
import subprocess

from torture_lib.looking import check_posting, check_sound, references, verified
from torture_lib.material import csv_of, earns, lively_rows, small_ledger
from torture_lib.round import SMALL, SMALLEST
from torture_lib.talking import Session


def attack(round):
    closed_descriptors(round)
    other_directory(round)
    forks(round)
    full_for_a_moment(round)
    few_descriptors(round)
    little_room(round)
    small_disk(round)


def shell(round, script, *arguments, **other):
    return round.run("-c", script, "sh", *arguments, program="bash", **other)


def closed_descriptors(round):
    """All combinations of closed 0, 1 and 2: no output goes into a file of the ledger."""
    rows = round.file("rows.csv", earns(50))
    for mask in range(8):
        closed = " ".join(f"{number}>&-" for number in range(3) if mask >> number & 1)
        round.count("combinations of closed descriptors")
        directory = round.fresh("closed")
        expected = []
        for name, arguments in (
            ("init", ["init", directory]),
            ("post", ["post", directory, "earn", "a", "5", "--reference", "r"]),
            ("import", ["import", directory, rows]),
            ("balance", ["balance", directory, "a"]),
        ):
            answer = shell(round, f'exec "$@" {closed}', round.programs.cli, *arguments)
            tag = f"{name} with {closed or 'nothing closed'}"
            # A command that cannot print may report that; the report must not be a lie about the
            # ledger.
            round.judge(tag, answer, (0, 74))
            if answer.code == 0:
                expected += {"post": ["r"], "import": ["r0", "r49"]}.get(name, [])
            lock = os.path.join(directory, "LOCK")
            round.expect(
                not os.path.exists(lock) or os.path.getsize(lock) == 0,
                f"{tag}: something was printed into LOCK",
            )
            check_sound(round, tag, directory, expected)


    low_descriptors(round)


def low_descriptors(round):
    """A host that closed all of them: none of its ledger's files becomes one."""
    directory = small_ledger(round, "low")
    round.count("hosts without standard descriptors")
    answer = round.host("descriptors", directory)
    round.judge("the ledger of a host without standard descriptors", answer, (0,))
    check_sound(round, "a host without standard descriptors", directory, ["low"])


def other_directory(round):
    """A ledger opened by a relative path stays the same when the process changes its directory."""
    for name in ("A", "B", "C"):
        os.makedirs(round.path(name), exist_ok=True)
    for target in ("B", "C"):
        for name in ("A/points", "B/points"):
            round.must("init", round.fresh(name), environment=SMALLEST)
            round.must("post", round.path(name), "earn", "m", "77", "--reference", f"in {name}")
        session = Session(round, environment=SMALLEST)
        session.must("chdir", round.path("A"))
        session.must("open", "points")
        session.must("chdir", round.path(target))
        acknowledged = []
        for batch in range(20):
            kind, rest = session.ask("batch", f"w{batch}", 60)
            if kind == "ok":
                acknowledged += [f"w{batch}.{n}" for n in range(60)]
            else:
                round.expect(kind != "dead", f"chdir to {target}: the host died: {rest}")
        kind, rest = session.ask("close")
        round.expect(kind == "ok", f"chdir to {target}: close: {kind} {rest}")
        round.expect(session.end(), f"chdir to {target}: the host died")
        check_sound(
            round,
            f"chdir to {target}, own ledger",
            round.path("A/points"),
            ["in A/points", *acknowledged],
        )
        report = check_sound(
            round, f"chdir to {target}, other ledger", round.path("B/points"), ["in B/points"]
        )
        round.expect(
            not report or report["entries"] == 2,
            f"chdir to {target}: entries went into the other ledger",
        )
        round.expect(not os.listdir(round.path("C")), f"chdir to {target}: files went there")
        for name in ("A/points", "B/points"):
            shutil.rmtree(round.path(name), ignore_errors=True)


def forks(round):
    """A child that has the handle of its parent: whatever it gets as an answer, no acknowledged
    entry is lost."""
    for way in ("close", "post", "exit"):
        directory = round.fresh("forked")
        round.must("init", directory, environment=SMALLEST)
        answer = round.host("fork", directory, way, environment=SMALLEST, timeout=8)
        tag = f"fork, the child does {way}"
        round.count("forks")
        round.judge(tag, answer, (0,))
        lines = [line.split() for line in answer.out.decode().splitlines()]
        status = [words[1] for words in lines if words[0] == "status"]
        round.expect(status == ["0"], f"{tag}: the child ended with {status}")
        told = [words[1] for words in lines if len(words) == 2 and words[0] in ("parent", "child")]
        own = sum(name.startswith("parent") for name in told)
        round.expect(own >= 40, f"{tag}: the parent cannot go on: {answer.out[-300:]!r}")
        check_sound(round, tag, directory, [name for name in told if name != "refused"])


def pairs(count, first=0):
    """Rows of which every second one needs the one before."""
    lines = ["time,kind,member,points,reference"]
    lines += [f"2025-01-01T00:00:00Z,earn,first{n},1,first{n}" for n in range(first)]
    for n in range(count):
        kind = "redeem" if n % 2 else "earn"
        lines.append(f"2025-01-01T00:00:{n % 60:02d}Z,{kind},m{n // 2 % 300},10,r{n:06d}")
    return "\n".join(lines) + "\n"


def full_for_a_moment(round):
    """An import that meets a full disk for a moment, then again with room: the result is as if
    nothing had happened."""
    rows = round.file("pairs.csv", pairs(4000, first=round.number % 2))
    arguments = ["--json", "--refusals", "/dev/null"]
    good = small_ledger(round, "good")
    answer = round.must("import", good, rows, *arguments)
    want = verified(round, "undisturbed import", good)
    start = small_ledger(round, "empty")
    moments = [("fallocate", 2), ("fallocate", 4), ("pwrite", 1), ("create", 2), ("fallocate", 1)]
    for kind, times in moments[:2] + round.random.sample(moments[2:], 1):
        for environment in ({}, SMALLEST):
            bad = round.fresh("bad", start)
            at = 0 if not environment else round.random.randrange(6)
            tag = (
                f"full for {times} calls of {kind} from {at}, logs of {environment or 'full size'}"
            )
            round.count("moments of a full disk")
            answer = round.shimmed(
                bad,
                "import",
                bad,
                rows,
                *arguments,
                environment=environment,
                kinds=kind,
                at=at,
                action=f"for:{errno.ENOSPC}:{times}",
            )
            round.judge(tag, answer, (0, 1, 73, 74))
            found = references(round, tag, bad) or []
            order = sorted(name for name in found if name.startswith("r"))
            round.expect(
                order == [f"r{n:06d}" for n in range(len(order))],
                f"{tag}: rows were skipped: {len(order)} are there",
            )
            again = round.run("import", bad, rows, *arguments)
            round.judge(f"{tag}, again", again, (0,))
            report = verified(round, f"{tag}, again", bad)
            round.expect(
                not report or not want or report["stateDigest"] == want["stateDigest"],
                f"{tag}: another state after the second import; at first: {answer}",
            )


def few_descriptors(round):
    """With few descriptors a command does its work, or reports that it cannot; it gives no verdict.
    """
    rows = round.file("few.csv", earns(3000))
    directory = round.fresh("many")
    round.must("init", directory, environment=SMALLEST)
    round.must("import", directory, rows, environment=SMALLEST)
    for count in (8, 12, 16, 24, 64):
        for arguments in (
            ["verify", directory, "--json"],
            ["balance", directory, "m1", "--json"],
            ["dump", directory],
        ):
            answer = shell(round, f'ulimit -n {count}; exec "$@"', round.programs.cli, *arguments)
            round.count("commands under few descriptors")
            round.judge(f"{arguments[0]} under {count} descriptors", answer, (0, 74))
        answer = shell(
            round,
            f'ulimit -n {count}; exec "$@"',
            round.programs.cli,
            "post",
            directory,
            "earn",
            "m1",
            "1",
            "--reference",
            f"few{count}",
            environment=SMALLEST,
        )
        round.judge(f"post under {count} descriptors", answer, (0, 74))
    check_posting(round, "after few descriptors", directory, environment=SMALLEST)


def little_room(round):
    """Small files and little memory: success, or an error that says so; never a lost
    acknowledgement."""
    rows = round.file("room.csv", csv_of(lively_rows(900, 3, 30)))
    want = verified(round, "import with room", small_ledger(round, "room", rows))
    for limit in (
        "ulimit -f 16",
        "ulimit -f 40",
        "ulimit -f 1000",
        "ulimit -v 60000",
        "ulimit -v 200000",
        "ulimit -v 2000000",
    ):
        directory = small_ledger(round, "tight")
        answer = shell(
            round,
            f'{limit}; trap "" XFSZ; exec "$@"',
            round.programs.cli,
            "import",
            directory,
            rows,
            "--json",
            "--refusals",
            "/dev/null",
            environment=SMALL,
        )
        round.count("imports under limits")
        # Below some size no Swift process can start; that does not harm the ledger.
        if not (answer.is_crash and "-v" in limit and b"pointsledger:" not in answer.err):
            round.judge(f"import under {limit}", answer, (0, 73, 74))
        check_sound(round, f"import under {limit}", directory)
        again = round.run("import", directory, rows, "--refusals", "/dev/null", environment=SMALL)
        round.judge(f"import after {limit}", again, (0,))
        report = verified(round, f"import after {limit}", directory)
        round.expect(
            not report or not want or report["stateDigest"] == want["stateDigest"],
            f"import after {limit}: another state",
        )


def small_disk(round):
    """A real disk that fills up and gets room again, if one may be mounted."""
    disk = round.path("disk")
    os.makedirs(disk)
    mounted = (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", disk], capture_output=True
        ).returncode
        == 0
    )
    if not mounted:
        round.count("small disks that could not be mounted")
        return
    try:
        directory = os.path.join(disk, "ledger")
        rows = round.file("disk.csv", pairs(9000))
        round.must("init", directory, environment=SMALL)
        ballast = os.path.join(disk, "ballast")
        with open(ballast, "wb") as file:
            file.write(bytes(round.random.randrange(250, 400) << 10))
        arguments = ["import", directory, rows, "--json", "--refusals", "/dev/null"]
        answer = round.run(*arguments, environment=SMALL)
        round.count("full disks")
        round.judge("import on a full disk", answer, (0, 1, 73, 74))
        found = check_and_list(round, "import on a full disk", directory)
        round.expect(
            found == [f"r{n:06d}" for n in range(len(found))],
            "import on a full disk: rows were skipped",
        )
        os.remove(ballast)
        subprocess.run(["mount", "-o", "remount,size=30m", disk], check=True)
        again = round.run(*arguments, environment=SMALL)
        if round.judge("import with room again", again, (0,)):
            report = json.loads(again.out)
            round.expect(
                report["posted"] + report["duplicates"] == 9000 and not report["refused"],
                f"import with room again: {again}",
            )
        check_sound(round, "import with room again", directory)
    finally:
        subprocess.run(["umount", "-l", disk], check=False)


def check_and_list(round, tag, directory):
    check_sound(round, tag, directory)
    return sorted(name for name in references(round, tag, directory) or [] if name.startswith("r"))
