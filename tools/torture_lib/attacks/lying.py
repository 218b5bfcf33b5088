"""Derived files that lie (of another ledger, of an older state, flipped, swapped, truncated), and
pages that change after they were checked: every query answers as for the sound ledger, or with an
error.
"""

import os
import time

from damage import Copy, Specimen
from torture_lib.looking import verified
from torture_lib.material import csv_of, earns, lively_rows, small_ledger
from torture_lib.round import SMALL
from torture_lib.talking import Session

PAGE = 4096
LIES = 14
# Accounts that are only in runs: the log after them has entries of others.
MEMBERS, ROWS, LATER = 400, 2000, 500
# For this many seconds after a page was checked a query may be answered from it: see the fault
# model.
RECENT = 12


class Questioned(Specimen):
    """A specimen with further queries that depend most on derived files."""

    def __init__(self, round, name):
        super().__init__(round, name)
        as_of = ("--json", "--as-of", "2021-01-01")
        self.questions.update(
            {
                "hledger": ["dump", "LEDGER", "--format", "hledger"],
                "expiring": [
                    "report",
                    "LEDGER",
                    "expiring",
                    "--json",
                    "--from",
                    "2020-06-01",
                    "--to",
                    "2021-06-01",
                ],
                "liability": ["report", "LEDGER", "liability", *as_of],
                "lapsed": ["report", "LEDGER", "lapsed", *as_of],
            }
        )
        for question in ("hledger", "expiring", "liability", "lapsed"):
            answer = self.ask(name, question)
            if answer.code:
                del self.questions[question]  # this version has no such report
            else:
                self.answers[question] = answer.out


def attack(round):
    opened = list(open_ledgers(round))
    for ledger in opened[round.number % 2 :: 2]:
        ledger.look_again(is_late=False)
    lies(round)
    flips(round)
    for ledger in opened[(round.number + 1) % 2 :: 2]:
        time.sleep(max(0, ledger.looked + RECENT - time.monotonic()))
        ledger.look_again(is_late=True)


def lies(round):
    made = lively_rows(1500, 11 + round.seed % 4, 30)
    # All rows at once, and half of them: an older state of the same history in another ledger.
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


def lie(round, specimen, older, other):
    """(what, the files that change) of a random lie."""
    random = round.random
    derived = sorted(name for name in specimen.files if name.endswith(".idx"))
    name = random.choice(derived)
    content = specimen.files[name]
    way = random.choice(
        ("flip", "flip", "swap", "older", "other", "cut", "gone", "all gone", "empty", "stale")
    )
    if way in ("older", "other"):
        folder = {"older": older, "other": other}[way]
        names = sorted(file for file in os.listdir(folder) if file.startswith(name[:4]))
        if not names:
            return way, None
        with open(os.path.join(folder, random.choice(names)), "rb") as file:
            return f"{name} of an {way} ledger", {name: file.read()}
    if way == "stale":
        runs = [
            file
            for file in os.listdir(older)
            if file.startswith("run-") and file not in specimen.files
        ]
        change = {}
        for run in runs:
            with open(os.path.join(older, run), "rb") as file:
                change[run] = file.read()
        return "runs of an older state beside", change or None
    if way == "all gone":
        return "all that is derived is gone", dict.fromkeys(derived)
    change = {
        "flip": lambda: flipped(random, content),
        "swap": lambda: swapped(random, content),
        "cut": lambda: content[: random.randrange(len(content))],
        "gone": lambda: None,
        "empty": lambda: b"",
    }[way]()
    return f"{name}: {way}", {name: change}


def flipped(random, content):
    changed = bytearray(content)
    # Besides the checks of a header and a footer: bytes that an answer may come from.
    at = random.randrange(min(PAGE, len(changed) - 1), len(changed))
    changed[at] ^= 1 << random.randrange(8)
    return bytes(changed)


def swapped(random, content):
    pages = len(content) // PAGE
    if pages < 3:
        return flipped(random, content)
    one, two = random.sample(range(1, pages), 2)
    changed = bytearray(content)
    changed[one * PAGE : (one + 1) * PAGE] = content[two * PAGE : (two + 1) * PAGE]
    changed[two * PAGE : (two + 1) * PAGE] = content[one * PAGE : (one + 1) * PAGE]
    return bytes(changed)


def flips(round):
    """Flips a byte in each page of each run in turn; the journal's names and sums depend on them.
    """
    directory = small_ledger(round, "flipped", round.file("flipped.csv", earns(1500, members=100)))
    questions = (
        ["dump", directory, "--format", "hledger"],
        ["balances", directory],
        ["dump", directory],
    )
    want = [round.run(*question).out for question in questions]
    names = sorted(name for name in os.listdir(directory) if name.startswith("run-"))
    places = [
        (name, page)
        for name in names
        for page in range(1, os.path.getsize(os.path.join(directory, name)) // PAGE)
    ]
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


def open_ledgers(round):
    """Processes that have read a ledger whose derived files are changed afterwards."""
    source = small_ledger(round, "whole", round.file("open.csv", earns(ROWS, members=MEMBERS)))
    later = earns(LATER, "later", members=1).replace(",m0,", ",other,")
    round.must("import", source, round.file("later.csv", later), environment=SMALL)
    for mode in ("open", "read"):
        for way in ("flip", "swap", "cut short", "zero"):
            yield OpenLedger(round, source, way, mode)


class OpenLedger:
    """A process has the ledger open and has read all of its runs; then their pages change. Its
    decisions are right or an error. So are its answers, also that something does not exist, once
    the last check of a page is not recent. Nothing ends the process."""

    def __init__(self, round, source, way, mode):
        self.round = round
        self.mode = mode
        self.tag = f"{way} while open to {mode}"
        self.directory = round.fresh(f"open {way} {mode}".replace(" ", "-"), source)
        self.session = Session(round, environment=dict(SMALL, POINTSLEDGER_MEMORY="4096"))
        self.session.must(mode, self.directory)
        # All pages are read, so that only a second check can reveal the change.
        for number in range(MEMBERS):
            self.session.must("balance", f"m{number}")
        for number in range(0, ROWS, 20):
            self.session.must("entry", f"r{number}")
        if mode == "open":
            for number in range(40):
                self.session.must("earn", f"before{number}", "other", 1)
        self.looked = time.monotonic()
        for name in sorted(os.listdir(self.directory)):
            if name.endswith(".idx"):
                damage(round, os.path.join(self.directory, name), way)
        round.count("changes while open")

    def look_again(self, is_late):
        round, tag = self.round, self.tag + (", later" if is_late else ", at once")
        order = round.random.sample(range(MEMBERS), MEMBERS)
        is_misled = False
        if self.mode == "open":
            for number in order[:200]:
                kind, rest = self.decide(tag, f"m{number}")
                if kind == "dead":
                    return
                if kind == "refused" and (is_late or not rest.startswith("unknownMember")):
                    round.find(f"{tag}: redeem all of m{number}: refused {rest}")
                is_misled = is_misled or kind == "refused"
        for number in order[200:]:
            kind, rest = self.session.ask("balance", f"m{number}")
            if not round.expect(kind != "dead", f"{tag}: balance: {rest}"):
                return
            points = balance_of(f"m{number}")
            if is_late and (kind == "ok" or rest.startswith("unknownMember")):
                round.expect(
                    rest == f"{points} {points} 0",
                    f"{tag}: the balance of m{number} is {rest}, not {points}",
                )
        for question in (
            ("history", "m3"),
            ("lots", "m5"),
            ("entry", "r77"),
            ("balances",),
            ("digest",),
        ):
            kind, rest = self.session.ask(*question)
            round.expect(kind != "dead", f"{tag}: {question[0]}: {rest}")
        self.session.ask("batch", "more", 300)
        self.session.ask("close")
        round.expect(self.session.end(), f"{tag}: the host died in closing")
        if not is_misled:
            check_entries(round, tag, self.directory)

    def decide(self, tag, member):
        """Everything that the member has can be taken, and not one point more; returns the answer.
        """
        points = balance_of(member)
        kind, rest = self.session.ask("redeem", f"take.{member}", member, points)
        self.round.expect(kind != "dead", f"{tag}: redeem {points} of {member}: {rest}")
        if kind == "ok":
            more, rest = self.session.ask("redeem", f"more.{member}", member, 1)
            self.round.expect(more in ("refused", "error"), f"{tag}: too much taken: {more} {rest}")
        return kind, rest


def balance_of(member):
    """The rows of 5 points go to the members in turn."""
    return 5 * (ROWS // MEMBERS + (int(member[1:]) < ROWS % MEMBERS))


def check_entries(round, tag, directory):
    """The decisions are right: the entries, replayed without derived files, are sound."""
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
        for page in pages:
            file.seek(page * PAGE)
            content = bytearray(file.read(PAGE))
            file.seek(page * PAGE)
            if way == "flip":
                # One bit in every so often, so that some values change and the rest stays
                # well-formed.
                for at in range(round.random.randrange(90, 200), len(content), 90):
                    content[at] ^= 1 << round.random.randrange(4)
                file.write(content)
            elif way == "swap":
                file.seek(round.random.choice(pages) * PAGE)
                other = file.read(PAGE)
                file.seek(page * PAGE)
                file.write(other[: len(content)])
            else:
                file.write(bytes(len(content)))
