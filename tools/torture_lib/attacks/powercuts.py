"""Power cuts by record and replay, with 1, 4 and 16 callers and a slow sync: sectors and operations
on names are lost or reordered, and the power is cut during recovery too. No acknowledged entry is
lost, no group is halved.
"""

import os
import re

from torture_lib.disk import Disk
from torture_lib.looking import check_posting, references, verified
from torture_lib.material import csv_of, earns, lively_rows
from torture_lib.record import Acknowledged, events, mark
from torture_lib.round import SMALLEST

CUTS = 40
SCENES = (16, 4, "command line", 1)


def attack(round):
    scene = SCENES[round.number % len(SCENES)]
    record = round.path("record")
    directory = round.fresh("ledger")
    if scene == "command line":
        start = None
        live(round, directory, record)
    else:
        round.must("init", directory, environment=SMALLEST)
        start = round.fresh("start", directory)
        posts = {1: 70, 4: 40, 16: 20}[scene]
        for base in ("xa", "xb"):
            answer = round.shimmed(
                directory,
                "record",
                directory,
                scene,
                posts,
                base,
                program=round.programs.host,
                environment=SMALLEST,
                record=record,
                sync_delay=round.random.randrange(1000, 4000),
            )
            round.judge(f"{scene} callers", answer, (0,))
            round.expect(not answer.out, f"{scene} callers: {answer}")
    played = list(events(record, directory))
    round.count("recorded events", len(played))
    for number in sorted(places(round, played)):
        cut(
            round,
            f"{scene} callers, cut {number}" if start else f"{scene}, cut {number}",
            played[:number],
            start,
        )


def live(round, directory, record):
    """A life of single commands, each of which ends before the next: all answers are marked."""
    made = lively_rows(500, round.seed % 5, 20)
    parts = [
        round.file("a.csv", csv_of(made[:250])),
        round.file("b.csv", csv_of(made[250:])),
        round.file("c.csv", earns(400, "c")),
    ]

    def run(note, *arguments, ends=(0,)):
        answer = round.shimmed(directory, *arguments, environment=SMALLEST, record=record)
        round.judge(note, answer, ends)
        mark(record, note)

    run("I:", "init", directory)
    for number, path in enumerate(parts):
        run(f"F:{number}", "import", directory, path, "--refusals", "/dev/null", "--json")
        for post in range(8):
            name = f"p{number}.{post};"
            run(
                f"P:{name}",
                "post",
                directory,
                "earn" if post % 3 else "redeem",
                f"c{post}",
                "3",
                "--unit",
                "points",
                "--reference",
                name,
                "--memo",
                "z" * (post * 90),
                ends=(0, 1),
            )
    run("S:", "sweep", directory, "--as-of", "2022-01-01")
    mark(record, "F:all of " + "c399")


def places(round, played):
    """The cut points: mostly right after an acknowledgement or a write to a log, or around a sync or
    a rename."""
    answers = [n + 1 for n, event in enumerate(played) if event.kind == "K"]
    writes = [n + 1 for n, event in enumerate(played) if event.kind == "W" and ".wal" in event.name]
    edges = [n for n, event in enumerate(played) if event.kind in "SRUCB"]
    chosen = []
    for _ in range(CUTS):
        pick = round.random.random()
        if pick < 0.35 and answers:
            chosen.append(round.random.choice(answers))
        elif pick < 0.55 and writes:
            # Between two frames: a group has to be in one of them.
            chosen.append(round.random.choice(writes))
        elif pick < 0.8 and edges:
            chosen.append(round.random.choice(edges) + round.random.randrange(3))
        else:
            chosen.append(round.random.randrange(len(played) + 1))
    return chosen


def cut(round, tag, played, start):
    """Cuts the power after these events, and examines the ledger."""
    disk, acknowledged, is_made = Disk(start), Acknowledged(), start is not None
    for event in played:
        if event.kind == "K":
            is_made = is_made or event.name == "I:"
            acknowledged.add(event.name)
            if event.name.startswith("F:all"):
                acknowledged.references.update(f"c{n}" for n in range(400))
        else:
            disk.play(event)
    directory = round.path("cut")
    tag += f" ({disk.cut(round.random, directory)})"
    round.count("cuts")
    if not is_made and not begun(round, tag, directory):
        return
    if not look(round, tag, directory, acknowledged):
        return
    if round.random.random() < 0.4:
        cut_recovery(round, tag, directory, acknowledged)
    else:
        check_posting(round, tag, directory, environment=SMALLEST)


def begun(round, tag, directory):
    """Whether the creation of the ledger got so far that it exists; otherwise it can be created
    now."""
    answer = round.run("info", directory, "--json")
    if answer.code == 0:
        return True
    again = round.run("init", directory, environment=SMALLEST)
    round.expect(again.code == 0, f"{tag}: cannot be made again: {again}")
    return False


def look(round, tag, directory, acknowledged):
    report = verified(round, tag, directory)
    if report is None:
        return False
    found = references(round, tag, directory)
    if found is None:
        return False
    lost = {name for name in acknowledged.references if name not in set(found)}
    lost = {name for name in lost if name.endswith(";") or name.startswith("c")}
    round.expect(not lost, f"{tag}: {len(lost)} acknowledged entries lost: {sorted(lost)[:3]}")
    round.expect(
        report["entries"] >= acknowledged.entries,
        f"{tag}: {report['entries']} entries, {acknowledged.entries} were said to be durable",
    )
    halves = {}
    for name in found:
        part = re.fullmatch(r"(x[ab]\.\d+\.\d+)\.(\d);", name)
        # In the host's script, the second of every fourteen steps posts a group.
        if part and int(part[1].rpartition(".")[2]) % 14 == 1:
            halves.setdefault(part[1], set()).add(part[2])
    broken = [name for name, parts in halves.items() if len(parts) != 3]
    return round.expect(not broken, f"{tag}: half groups: {broken[:3]}")


def cut_recovery(round, tag, directory, acknowledged):
    """The power fails again while the next writer recovers and posts."""
    record = round.path("again")
    if os.path.exists(record):
        os.remove(record)
    start = round.fresh("recovering", directory)
    answer = round.shimmed(
        directory,
        "post",
        directory,
        "earn",
        "again",
        "1",
        "--reference",
        "again;",
        environment=SMALLEST,
        record=record,
    )
    if not round.expect(answer.code == 0, f"{tag}: posting does not go on: {answer}"):
        return
    played = list(events(record, directory))
    disk = Disk(start)
    number = round.random.randrange(len(played) + 1)
    for event in played[:number]:
        disk.play(event)
    tag += f", recovery cut at {number} ({disk.cut(round.random, directory)})"
    round.count("cuts in recovery")
    if look(round, tag, directory, acknowledged):
        check_posting(round, tag, directory, name="last", environment=SMALLEST)
