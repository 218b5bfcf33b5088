"""One fault at any call of a scripted life, by posting and by reading: afterwards the ledger is
sound, acknowledged entries are there once, and repeating the same command leads to the same end as
without the fault."""

import errno
import json
import os

from torture_lib.looking import check_sound, references, verified
from torture_lib.material import csv_of, lively_rows, small_ledger
from torture_lib.round import DOCUMENTED, SMALL, SMALLEST
from torture_lib.talking import Session

FAULTS_A_ROUND = 32

# What each kind of call may do, besides being killed where that is listed.
_FULL = (f"for:{errno.ENOSPC}:1", f"for:{errno.ENOSPC}:3", f"for:{errno.ENOSPC}:8")
ACTIONS = {
    "open": (errno.EIO, errno.EMFILE, errno.EACCES, errno.EINTR),
    "create": (errno.ENOSPC, errno.EIO, errno.EMFILE, errno.EROFS, "kill", *_FULL),
    "opendir": (errno.EMFILE, errno.EIO),
    "list": (errno.ENOMEM,),
    "copy": (errno.EMFILE,),
    "pread": (errno.EIO, errno.EINTR, "short"),
    "pwrite": (
        errno.EIO,
        errno.ENOSPC,
        errno.EINTR,
        errno.EFBIG,
        "short",
        "kill",
        "halfkill",
        *_FULL,
    ),
    "fsync": (errno.EIO, errno.ENOSPC, "kill"),
    "fdatasync": (errno.EIO, errno.ENOSPC, "kill"),
    "rename": (errno.EIO, errno.ENOSPC, errno.EROFS, "kill"),
    "unlink": (errno.EIO, errno.EACCES, "kill"),
    "rmdir": (errno.EIO,),
    "mkdir": (errno.EIO, errno.ENOSPC, "kill"),
    "mmap": (errno.ENOMEM,),
    "fallocate": (errno.EOPNOTSUPP, errno.ENOSPC, errno.EIO, errno.EINTR, *_FULL),
    "truncate": (errno.EIO,),
    "close": (errno.EIO,),
    "readdir": (errno.EIO,),
    "lock": (errno.EAGAIN, errno.ENOLCK, errno.EIO, errno.EINTR),
    "stat": (errno.EIO, errno.EACCES),
    "fstat": (errno.EIO,),
    "thread": (errno.EAGAIN,),
}
WRITING = "pwrite,fsync,fdatasync,create,rename,fallocate,mkdir,unlink"
SHORTAGES = {errno.EMFILE, errno.ENOMEM}


class Step:
    """A command of the life: its arguments, and the references that its answer vouches for."""

    def __init__(self, name, *arguments, vouches=(), ends=(0,), environment=SMALL):
        self.name = name
        self.arguments = arguments
        self.vouches = vouches
        self.ends = ends
        self.environment = environment

    def on(self, directory):
        return [directory if part == "LEDGER" else part for part in self.arguments]


def life(round):
    """A short life: every kind of write, two imports with seals and merges of runs."""
    made = lively_rows(1300, round.seed % 7, 40)
    first, second = made[:1000], made[1000:]
    group = [
        dict(
            made[2],
            time="2022-03-01T00:00:00Z",
            kind="earn",
            member="zz2",
            points="3",
            reference=f"G{n}",
            unit="points",
            group="g",
            expires="",
            activates="",
            original="",
            counterparty="",
            lots="",
            partial="",
            policy="",
        )
        for n in range(3)
    ]
    # Each member earns and at once spends everything: a row that is left out cannot be made up for.
    pairs = ["time,kind,member,points,reference,unit"]
    for n in range(500):
        member = f"pair{n // 2 % 40}"
        kind = "earn" if n % 2 == 0 else "redeem"
        pairs.append(f"2022-04-01T00:00:{n % 60:02d}Z,{kind},{member},10,pair{n},points")
    files = {
        "first": csv_of(first),
        "second": csv_of(second),
        "group": csv_of(group),
        "pairs": "\n".join(pairs) + "\n",
    }
    paths = {name: round.file(name + ".csv", text) for name, text in files.items()}

    def importing(name, environment=SMALL, vouches=()):
        return Step(
            f"import-{name}",
            "import",
            "LEDGER",
            paths[name],
            "--json",
            "--refusals",
            "/dev/null",
            environment=environment,
            vouches=vouches,
        )

    def post(name, *arguments, ends=(0,), day="2022-02-02"):
        return Step(
            name,
            "post",
            "LEDGER",
            *arguments,
            "--reference",
            name,
            "--occurred",
            day,
            vouches=[name],
            ends=ends,
        )

    points = ("--unit", "points")
    return [
        Step("init", "init", "LEDGER", vouches=["unit/points"]),
        importing("first"),
        post("earn", "earn", "zz1", "100", *points, "--expires", "2031-01-01", day="2022-02-01"),
        post("redeem", "redeem", "zz1", "40", *points),
        post("refuse", "redeem", "zz1", "4000", *points, ends=(1,)),
        importing("group", vouches=["G0", "G1", "G2"]),
        Step("sweep", "sweep", "LEDGER", "--as-of", "2022-01-01", "--json"),
        importing("pairs", SMALLEST, vouches=[f"pair{n}" for n in range(500)]),
        importing("second"),
        post("close", "close-period", day="2021-06-01"),
    ]


QUESTIONS = (
    ("balance", "LEDGER", "zz1", "--unit", "points", "--json"),
    ("history", "LEDGER", "A", "--json", "--limit", "50", "--unit", "points"),
    ("show", "LEDGER", "--reference", "earn", "--json"),
    ("lots", "LEDGER", "zz1", "--unit", "points", "--json"),
    ("balances", "LEDGER", "--json", "--as-of", "2021-01-01"),
    ("dump", "LEDGER"),
    ("dump", "LEDGER", "--format", "hledger"),
    ("verify", "LEDGER", "--json"),
    ("replay", "LEDGER", "--json"),
    ("info", "LEDGER", "--json"),
    (
        "report",
        "LEDGER",
        "rollforward",
        "--unit",
        "points",
        "--by",
        "month",
        "--json",
        "--to",
        "2022-03-01",
    ),
    ("report", "LEDGER", "ageing", "--unit", "points", "--json", "--as-of", "2021-01-01"),
)


def attack(round):
    steps = life(round)
    # The imports have most of the calls, and seals beside posting: they have every second round.
    imports = [number for number, step in enumerate(steps) if step.name.startswith("import")]
    turns = [
        turn for number in range(len(steps)) for turn in (number, imports[number % len(imports)])
    ] + [len(steps)] * 2
    keep_posting(round)
    # The first round is that of the import whose rows depend on each other.
    first = next(number for number, step in enumerate(steps) if step.name == "import-pairs")
    turn = turns[(round.number + turns.index(first)) % len(turns)]
    directory = None
    for step in steps[:turn]:
        directory = directory or round.fresh("life")
        answer = round.run(*step.on(directory), environment=step.environment)
        round.judge(f"undisturbed {step.name}", answer, step.ends)
    if turn == len(steps):
        for question in round.random.sample(QUESTIONS, 3):
            attack_question(round, question, directory)
    else:
        attack_step(round, steps[turn], directory)


def keep_posting(round):
    """During a temporary shortage a seal or a run is not made, or made afterwards; posting goes on.
    """
    shortages = (
        ("EMFILE", "opendir", "/"),
        ("EMFILE", "create,open,copy", "/seg-"),
        ("EMFILE", "create,open,copy", "/run-"),
        ("ENOSPC", "create,pwrite", "/text-"),
        ("ENOMEM", "mmap", "/run-"),
        ("EMFILE", "create,open,copy", "/chain-"),
    )
    for name, kinds, names in (shortages[round.number % 2], round.random.choice(shortages)):
        directory = small_ledger(round, "kept", environment=SMALLEST)
        plan = {
            "names": names,
            "kinds": kinds,
            "at": round.random.randrange(8),
            "action": f"for:{getattr(errno, name)}:{round.random.choice((1, 2, 5))}",
        }
        session = Session(round, SMALLEST, directory, plan)
        tag = f"{name} for a moment, {kinds} of {names[1:-1] or 'the directory'}"
        while (kind := session.ask("open", directory)[0]) == "error":
            round.count("opens that failed for want")
        round.expect(kind == "ok", f"{tag}: open: {kind}")
        acknowledged = []
        for batch in range(12):
            kind, rest = session.ask("batch", f"k{batch}", 60)
            # Work under way at that moment may fail; then it has to go on.
            round.expect(kind == "ok" or batch < 9, f"{tag}: posting stops: {kind} {rest}")
            if kind == "ok":
                acknowledged += [f"k{batch}.{n}" for n in range(60)]
        session.ask("close")
        round.expect(session.end(), f"{tag}: the host died")
        round.count("shortages beside posting")
        check_sound(round, tag, directory, acknowledged)


def faults_of(round, calls, skip=()):
    """(number, kind, action, the kinds that count) of some faults at calls of these kinds."""
    jobs, seen = [], {}
    for number, kind in enumerate(calls):
        seen[kind] = seen.get(kind, 0) + 1
        if kind in ("readdir", "pread") and seen[kind] % 7:
            continue
        for action in ACTIONS.get(kind, (errno.EIO,)):
            if action not in skip:
                jobs.append((number, kind, action, None))
        if kind in WRITING.split(",") and "sticky" not in skip:
            place = sum(other in WRITING.split(",") for other in calls[:number])
            jobs += [
                (place, kind, f"sticky:{error}", WRITING) for error in (errno.EIO, errno.ENOSPC)
            ]
    # Each kind of call has its turn, however rare it is.
    by_kind = {}
    for job in jobs:
        by_kind.setdefault((job[1], str(job[2]).partition(":")[0]), []).append(job)
    kinds = sorted(by_kind)
    round.random.shuffle(kinds)
    return [
        round.random.choice(by_kind[kinds[turn % len(kinds)]])
        for turn in range(min(FAULTS_A_ROUND, len(jobs)))
    ]


def calls_of(round, arguments, directory, environment):
    """The kinds of the calls of a command, in order, and its answer."""
    path = round.path("calls")
    if os.path.exists(path):
        os.remove(path)
    answer = round.shimmed(directory, *arguments, environment=environment, list=path)
    with open(path) as file:
        return [line.split(" ")[0] for line in file], answer


def with_fault(round, arguments, directory, environment, job):
    number, _, action, kinds = job
    plan = {"at": number, "action": f"error:{action}" if isinstance(action, int) else action}
    if kinds:
        plan["kinds"] = kinds
    return round.shimmed(directory, *arguments, environment=environment, timeout=40, **plan)


def title(name, job):
    number, kind, action, _ = job
    return (
        f"{name}, {kind} {number}, {errno.errorcode[action] if isinstance(action, int) else action}"
    )


def attack_step(round, step, before):
    reference = round.fresh("reference", before)
    calls, clean = calls_of(round, step.on(reference), reference, step.environment)
    round.judge(f"{step.name} with all calls listed", clean, step.ends)
    want = verified(round, f"{step.name}, undisturbed", reference)
    if want is None:
        return
    round.count(f"calls of {step.name}", len(calls))
    for job in faults_of(round, calls):
        directory = round.fresh("t", before)
        answer = with_fault(round, step.on(directory), directory, step.environment, job)
        round.count("faults")
        tag = title(step.name, job)
        if "kill" in str(job[2]):
            round.expect(answer.code in (-9, *DOCUMENTED), f"{tag}: {answer}")
        else:
            round.judge(tag, answer, DOCUMENTED - {64})
        look_after(round, tag, step, directory, answer)
        go_on(round, tag, step, directory, answer, want)


def look_after(round, tag, step, directory, answer):
    """Right after the fault: acknowledged entries are there, and everything is sound."""
    if not os.path.isdir(directory) or not os.listdir(directory):
        round.expect(step.name == "init" and answer.code not in step.ends, f"{tag}: all is gone")
        return
    if step.name == "init" and answer.code not in step.ends:
        return
    report = verified(round, tag, directory)
    if report is None:
        return
    found = references(round, tag, directory)
    if answer.code in step.ends and found is not None:
        lost = set(step.vouches) - set(found)
        round.expect(not lost, f"{tag}: acknowledged and lost: {sorted(lost)[:3]}: {answer}")


def go_on(round, tag, step, directory, answer, want):
    """The same command, repeated, ends as it would have ended without the fault."""
    again = round.run(*step.on(directory), environment=step.environment)
    ends = (0, 73) if step.name == "init" else step.ends
    if not round.expect(again.code in ends, f"{tag}: again: {again}; before: {answer}"):
        return
    report = verified(round, f"{tag}, again", directory)
    if report is None:
        return
    for key in ("stateDigest", "entries"):
        round.expect(
            report[key] == want[key],
            f"{tag}: {key} is {report[key]} after all, not {want[key]}; before: {answer}",
        )


def steady(question, out):
    """An answer without the parts that differ between two right runs."""
    if question[0] not in ("verify", "replay", "info"):
        return out
    answer = json.loads(out)
    for key in ("seconds", "notes", "ledger", "recovery"):
        answer.pop(key, None)
    return answer


def attack_question(round, question, directory):
    arguments = [directory if part == "LEDGER" else part for part in question]
    calls, clean = calls_of(round, arguments, directory, SMALL)
    if not round.judge(f"{question[0]}, undisturbed", clean, (0,)):
        return
    before = sorted(os.listdir(directory))
    for job in faults_of(round, calls, skip=("kill", "halfkill", "sticky"))[:25]:
        answer = with_fault(round, arguments, directory, SMALL, job)
        round.count("faults")
        tag = title(" ".join(question[::2] if question[0] == "report" else question[:1]), job)
        if not round.judge(tag, answer, DOCUMENTED - {64, 73, 75}):
            continue
        if answer.code == 0:
            round.expect(
                steady(question, answer.out) == steady(question, clean.out),
                f"{tag}: another answer: {answer}",
            )
        elif job[2] in SHORTAGES:
            round.expect(
                answer.code in (66, 74), f"{tag}: a verdict for want of something: {answer}"
            )
    round.expect(sorted(os.listdir(directory)) == before, f"{question[0]}: reading changed a file")
