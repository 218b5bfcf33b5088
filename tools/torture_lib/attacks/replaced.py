"""Interference with a ledger's directory: moved away, replaced by a backup under a live writer,
LOCK removed or replaced, links, directories and pipes instead of files, no permission to write."""

import errno
import os
import shutil

from torture_lib.attacks.faults import WRITING
from torture_lib.looking import check_posting, check_sound, references
from torture_lib.material import csv_of, earns, lively_rows, small_ledger
from torture_lib.round import SMALL, SMALLEST
from torture_lib.talking import Session


def attack(round):
    replaced_directory(round, restores=True)
    replaced_directory(round, restores=False)
    for how in ("removed", "replaced"):
        lost_lock(round, how)
    strange_files(round)
    read_only(round)
    failed_init(round)


def posting(round, session, prefix, count=12):
    """Batches through a session, until one fails; returns the acknowledged references."""
    acknowledged = []
    for batch in range(count):
        kind, rest = session.ask("batch", f"{prefix}{batch}", 60)
        if kind != "ok":
            round.expect(kind != "dead", f"the host died: {rest}")
            break
        acknowledged += [f"{prefix}{batch}.{n}" for n in range(60)]
    return acknowledged


def replaced_directory(round, restores):
    """The directory goes away under a writer, and a backup may replace it. Entries that the writer
    still acknowledges are in the directory that it opened; entries that others post in the new one
    stay there."""
    tag = "a backup put in its place" if restores else "moved away"
    rows = round.file("start.csv", earns(800))
    directory = small_ledger(round, "place", rows, SMALLEST)
    backup = round.fresh("backup", directory)
    session = Session(round, environment=SMALLEST)
    session.must("open", directory)
    acknowledged = posting(round, session, "before", 1)
    moved = round.fresh("moved")
    os.rename(directory, moved)
    if restores:
        shutil.copytree(backup, directory)
        answer = round.run(
            "post", directory, "earn", "m1", "7", "--reference", "second", environment=SMALLEST
        )
        round.judge(f"{tag}: another writer", answer, (0,))
    later = posting(round, session, "later")
    round.expect(len(later) <= 60, f"{tag}: the writer goes on, with {len(later)} more entries")
    acknowledged += later
    session.ask("close")
    round.expect(session.end(), f"{tag}: the host died")
    round.count("replaced directories")
    check_sound(round, f"{tag}, old directory", moved, acknowledged)
    check_posting(round, f"{tag}, old directory", moved, environment=SMALLEST)
    if restores:
        check_sound(round, f"{tag}, new directory", directory, ["second"])
        found = references(round, tag, directory) or []
        round.expect(
            not any(name.startswith("later") for name in found),
            f"{tag}: the old writer wrote into the new directory",
        )
        check_posting(round, f"{tag}, new directory", directory, environment=SMALLEST)
    else:
        round.expect(not os.path.exists(directory), f"{tag}: something was made in its old place")
        shutil.rmtree(directory, ignore_errors=True)


def lost_lock(round, how):
    """LOCK looks like a leftover. If it is removed, two writers may come; one of them has to stop,
    and no entry acknowledged by either is lost."""
    directory = small_ledger(round, "unlocked", environment=SMALLEST)
    first = Session(round, environment=SMALLEST)
    first.must("open", directory)
    acknowledged = posting(round, first, "first", 1)
    lock = os.path.join(directory, "LOCK")
    os.remove(lock)
    if how == "replaced":
        open(lock, "w").close()
    for number in range(5):
        answer = round.run(
            "post",
            directory,
            "earn",
            f"m{number}",
            "7",
            "--reference",
            f"second{number}",
            environment=SMALLEST,
        )
        round.judge(f"LOCK {how}, second writer", answer, (0, 65, 73, 74, 75))
        if answer.code == 0:
            acknowledged.append(f"second{number}")
    acknowledged += posting(round, first, "third", 6)
    first.ask("close")
    round.expect(first.end(), f"LOCK {how}: the host died")
    round.count("locks lost")
    check_sound(round, f"LOCK {how}", directory, acknowledged)
    check_posting(round, f"LOCK {how}", directory, environment=SMALLEST)


def strange_files(round):
    """Links, directories and pipes instead of each file of a ledger."""
    rows = round.file("rows.csv", csv_of(lively_rows(700, 5, 30)))
    source = small_ledger(round, "source", rows)
    whole = round.run("dump", source).out
    names = sorted(os.listdir(source))
    # One of each kind is enough, except for derived files, where all are tried.
    kinds = {name.partition("-")[0]: name for name in names}
    for name in kinds.values():
        for shape in ("link", "dangling link", "directory", "pipe"):
            strange(round, source, name, shape, whole)
    for name in ("x.tmp", "MANIFEST-ffffffffffffffff.tmp", "quarantine"):
        strange(round, source, name, "pipe" if name == "quarantine" else "directory", whole)


def strange(round, source, name, shape, whole):
    directory = round.fresh("strange", source)
    path = os.path.join(directory, name)
    elsewhere = round.path("elsewhere")
    content = b"of somebody else " * 10
    if os.path.exists(path):
        if shape == "link":
            with open(path, "rb") as file:
                content = file.read()
        os.remove(path)
    with open(elsewhere, "wb") as file:
        file.write(content)
    if "link" in shape:
        os.symlink(elsewhere if shape == "link" else round.path("nowhere"), path)
    elif shape == "directory":
        os.mkdir(path)
    else:
        os.mkfifo(path)
    tag = f"a {shape} in the place of {name.partition('-')[0]}"
    round.count("strange files")
    answer = round.run("dump", directory, timeout=20)
    round.judge(f"dump with {tag}", answer)
    round.expect(answer.code or answer.out == whole, f"dump with {tag}: another answer")
    is_derived = name.endswith((".idx", ".tmp")) or name == "ack"
    post = round.run(
        "post",
        directory,
        "earn",
        "A",
        "1",
        "--unit",
        "points",
        "--reference",
        "strange",
        timeout=20,
        environment=SMALL,
    )
    round.judge(f"post with {tag}", post)
    if is_derived and name != "ack":
        round.expect(answer.code == 0, f"dump with {tag}, which is derived: {answer}")
        round.expect(post.code == 0, f"post with {tag}, which is derived: {post}")
    with open(elsewhere, "rb") as file:
        round.expect(
            file.read() == content, f"post with {tag}: the file that it leads to was changed"
        )
    round.expect(
        not os.path.exists(round.path("nowhere")), f"post with {tag}: a file was made elsewhere"
    )
    if post.code == 0:
        check_sound(round, f"after a post with {tag}", directory, ["strange"])


def read_only(round):
    """Without permission to write, queries are answered, and a post reports what is missing."""
    directory = small_ledger(round, "closed", round.file("rows.csv", earns(500)))
    for folder, _, names in os.walk(directory):
        for name in names:
            os.chmod(os.path.join(folder, name), 0o444)
        os.chmod(folder, 0o555)
    parent = round.scratch
    opened = []
    while parent != "/" and not os.stat(parent).st_mode & 0o001:
        opened.append((parent, os.stat(parent).st_mode))
        os.chmod(parent, 0o755)
        parent = os.path.dirname(parent)
    someone = {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}
    round.judge(
        "balance without permission", round.run("balance", directory, "m1", **someone), (0,)
    )
    verified = round.run("verify", directory, "--json", **someone)
    round.judge("verify without permission", verified, (0,))
    post = round.run("post", directory, "earn", "m1", "1", "--reference", "no", **someone)
    round.judge("post without permission", post, (66, 73, 74))
    round.count("closed directories")
    os.chmod(directory, 0o755)
    for path, mode in opened:
        os.chmod(path, mode & 0o7777)


def failed_init(round):
    """An init that is refused or fails leaves nothing that obstructs the next."""
    for _ in range(12):
        directory = round.fresh("halfway")
        number = round.random.randrange(24)
        error = round.random.choice((errno.EIO, errno.ENOSPC, errno.EMFILE))
        answer = round.shimmed(
            directory, "init", directory, kinds=WRITING, at=number, action=f"error:{error}"
        )
        tag = f"init with {errno.errorcode[error]} at write {number}"
        round.judge(tag, answer, (0, 73, 74))
        round.count("inits with a fault")
        if answer.code:
            again = round.run("init", directory, "--name", "another", "--unit", "stamps")
            round.judge(f"init after {tag}", again, (0,))
            check_sound(round, f"init after {tag}", directory, ["unit/stamps"])
    for arguments in (
        ["--unit", "u", "--unit", "u"],
        ["--unit", "points:9"],
        ["--unit", ""],
        ["--inactivity", "99999999"],
        ["--name", "n" * 300],
    ):
        directory = round.fresh("halfway")
        answer = round.run("init", directory, *arguments)
        round.judge(f"init {arguments[:2]}", answer, (0, 1, 64, 65, 73))
        round.count("bad inits")
        if answer.code:
            left = os.listdir(directory) if os.path.exists(directory) else []
            round.expect(
                not left, f"init {' '.join(arguments)[:40]}: refused, but leaves {left[:3]}"
            )
            again = round.run("init", directory)
            round.judge(f"init after init {arguments[:2]}", again, (0,))
