"""Derived files that lie (of another ledger, of an older state, flipped, swapped, cut short), and pages
that change after they were checked: every question answers as the sound ledger does, or with an error."""

import os
import shutil

from damage import Copy, Specimen
from torture_lib.looking import verified
from torture_lib.material import csv_of, earns, lively_rows, small_ledger
from torture_lib.round import SMALL
from torture_lib.talking import Session

PAGE = 4096
LIES = 14


class Questioned(Specimen):
    """A specimen that is asked for what rests most on derived files, too."""

    def __init__(self, round, name):
        super().__init__(round, name)
        as_of = ("--json", "--as-of", "2021-01-01")
        self.questions.update({
            "hledger": ["dump", "LEDGER", "--format", "hledger"],
            "expiring": ["report", "LEDGER", "expiring", "--json", "--from", "2020-06-01", "--to",
                         "2021-06-01"],
            "liability": ["report", "LEDGER", "liability", *as_of],
            "lapsed": ["report", "LEDGER", "lapsed", *as_of],
            "segments": ["segments", "LEDGER", "--json"],
        })
        for question in ("hledger", "expiring", "liability", "lapsed", "segments"):
            answer = self.ask(name, question)
            if answer.code:
                del self.questions[question]  # this version has no such report
            else:
                self.answers[question] = answer.out
        if "liability" in self.answers and not self.answers["liability"]:
            del self.questions["liability"]


def attack(round):
    made = lively_rows(1500, 11 + round.seed % 4, 30)
    # All of it in one go, and half of it: an older state of the same history in another ledger.
    rows = round.file("rows.csv", csv_of(made))
    half = round.file("half.csv", csv_of(made[:800]))
    small_ledger(round, "specimen", half)
    older = round.fresh("older", round.path("specimen"))
    round.must("import", round.path("specimen"), rows, "--refusals", "/dev/null", environment=SMALL)
    other = small_ledger(round, "other", round.file("other.csv", csv_of(lively_rows(1500, 77, 30))))
    specimen = Questioned(round, "specimen")
    copy = Copy(specimen, "copy")
    for number in range(LIES):
        what, change = lie(round, specimen, older, other)
        if not change:
            continue
        questions = round.random.sample(sorted(specimen.questions), 4)
        if number % 2 == 0:
            questions = ["hledger", *questions]
        _, wrong = copy.try_with(change, questions, posts=number % 4 == 0)
        round.count("lies")
        round.count("checks", len(questions))
        for fault in wrong[:3]:
            round.find(f"{what}: {fault}")
    flips(round)
    for way in ("flip", "swap", "cut short", "zero"):
        for mode in ("open", "read"):
            change_while_open(round, way, mode)


def lie(round, specimen, older, other):
    """(what, the files that change) of a random lie."""
    random = round.random
    derived = sorted(name for name in specimen.files if name.endswith(".idx"))
    name = random.choice(derived)
    content = specimen.files[name]
    way = random.choice(("flip", "flip", "swap", "older", "other", "cut", "gone", "all gone", "empty",
                         "stale"))
    if way in ("older", "other"):
        folder = {"older": older, "other": other}[way]
        names = sorted(file for file in os.listdir(folder) if file.startswith(name[:4]))
        if not names:
            return way, None
        with open(os.path.join(folder, random.choice(names)), "rb") as file:
            return f"{name} of an {way} ledger", {name: file.read()}
    if way == "stale":
        runs = [file for file in os.listdir(older) if file.startswith("run-")
                and file not in specimen.files]
        change = {}
        for run in runs:
            with open(os.path.join(older, run), "rb") as file:
                change[run] = file.read()
        return "runs of an older state beside", {name: b for name, b in change.items()
                                                 if name in specimen.files}
    if way == "all gone":
        return "all that is derived is gone", dict.fromkeys(derived)
    change = {"flip": lambda: flipped(random, content), "swap": lambda: swapped(random, content),
              "cut": lambda: content[:random.randrange(len(content))], "gone": lambda: None,
              "empty": lambda: b""}[way]()
    return f"{name}: {way}", {name: change}


def flipped(random, content):
    changed = bytearray(content)
    # Beside the checks of a header and a footer: where an answer may come from.
    at = random.randrange(min(PAGE, len(changed) - 1), len(changed))
    changed[at] ^= 1 << random.randrange(8)
    return bytes(changed)


def swapped(random, content):
    pages = len(content) // PAGE
    if pages < 3:
        return flipped(random, content)
    one, two = random.sample(range(1, pages), 2)
    changed = bytearray(content)
    changed[one * PAGE:(one + 1) * PAGE] = content[two * PAGE:(two + 1) * PAGE]
    changed[two * PAGE:(two + 1) * PAGE] = content[one * PAGE:(one + 1) * PAGE]
    return bytes(changed)


def flips(round):
    """A byte in each page of each run in turn: the journal's names and sums rest on them."""
    directory = small_ledger(round, "flipped", round.file("flipped.csv", earns(1500, members=100)))
    questions = (["dump", directory, "--format", "hledger"], ["balances", directory],
                 ["dump", directory])
    want = [round.run(*question).out for question in questions]
    names = sorted(name for name in os.listdir(directory) if name.startswith("run-"))
    places = [(name, page) for name in names
              for page in range(1, os.path.getsize(os.path.join(directory, name)) // PAGE)]
    for name, page in round.random.sample(places, min(25, len(places))):
        path = os.path.join(directory, name)
        with open(path, "rb") as file:
            content = file.read()
        with open(path, "r+b") as file:
            file.seek(page * PAGE + 20)
            file.write(bytes([content[page * PAGE + 20] ^ 0x5A]))
        round.count("flipped pages")
        for question, right in zip(questions, want):
            answer = round.run(*question)
            tag = f"{' '.join(question[::2])}, page {page} of {name} flipped"
            if round.judge(tag, answer):
                round.expect(answer.code or answer.out == right, f"{tag}: another answer, exit 0")
        with open(path, "wb") as file:
            file.write(content)


def change_while_open(round, way, mode):
    """A process has the ledger open and has looked at a run; then a page of it is another. What the
    process answers and posts is right or an error, and nothing ends it."""
    source = small_ledger(round, "whole", round.file("open.csv", earns(1400, members=60)))
    directory = round.fresh("open", source)
    tag = f"{way} while open to {mode}"
    members = [f"m{number}" for number in range(60)]
    session = Session(round)
    session.must(mode, directory)
    # Every second one is asked for, so that pages are looked at, and not all is told already.
    right = {member: session.must("balance", member) for member in members[::2]}
    sample = next(iter(right.values()), "")
    runs = sorted(name for name in os.listdir(directory) if name.startswith(("run-", "chain-")))
    for name in runs:
        damage(round, os.path.join(directory, name), way)
    round.count("changes while open")
    for member in members:
        kind, rest = session.ask("balance", member)
        if not round.expect(kind in ("ok", "error"), f"{tag}: balance {member}: {kind} {rest}"):
            return
        want = right.get(member) or f"{balance_of(member)} {balance_of(member)} 0"
        round.expect(kind == "error" or rest == want,
                     f"{tag}: the balance of {member} is {rest}, not {want} ({sample})")
    if mode == "open":
        for number, member in enumerate(members):
            kind, rest = session.ask("redeem", f"take{number}", member, balance_of(member))
            if kind == "dead":
                round.find(f"{tag}: redeem: {rest}")
                return
            round.expect(kind != "refused", f"{tag}: a redemption is refused for a lie: {rest}")
        session.ask("batch", "more", 300)
    for question in (("history", "m3"), ("lots", "m5"), ("entry", "r77"), ("balances",), ("digest",)):
        kind, rest = session.ask(*question)
        round.expect(kind != "dead", f"{tag}: {question[0]}: {rest}")
    session.ask("close")
    round.expect(session.end(), f"{tag}: the host died in closing")
    verified_or_told(round, tag, directory)
    shutil.rmtree(directory)


def balance_of(member):
    """1,400 rows of 5 points go to 60 members in turn."""
    return 5 * (1400 // 60 + (int(member[1:]) < 1400 % 60))


def verified_or_told(round, tag, directory):
    """What was decided is right: the entries, replayed without anything derived, are sound."""
    for name in os.listdir(directory):
        if name.endswith(".idx"):
            os.remove(os.path.join(directory, name))
    verified(round, f"{tag}, afterwards", directory)


def damage(round, path, way):
    size = os.path.getsize(path)
    with open(path, "r+b") as file:
        if way == "cut short":
            file.truncate(round.random.choice((0, PAGE, size // 2)))
            return
        pages = list(range(1, max(2, size // PAGE)))
        for page in round.random.sample(pages, max(1, len(pages) // 2)):
            if way == "flip":
                at = page * PAGE + round.random.randrange(16, 400)
                file.seek(at)
                byte = file.read(1)
                file.seek(at)
                file.write(bytes([byte[0] ^ 1 << round.random.randrange(8)] if byte else b""))
            else:
                file.seek((round.random.choice(pages) if way == "swap" else 0) * PAGE)
                content = file.read(PAGE) if way == "swap" else bytes(PAGE)
                file.seek(page * PAGE)
                file.write(content[:max(0, size - page * PAGE)])
