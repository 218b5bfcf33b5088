"""Examines a ledger whose files were changed: every answer is right, or an orderly failure."""

import json
import os
import shutil

from campaign import DOCUMENTED_FAILURES, files_of, rows_of

LIMIT = 20  # seconds for any command on a small ledger
PAGE = 65_536
SHORTEST_RUN = 128  # entries of a run that is made when a ledger is closed


def steady(name, out):
    """An answer without the parts that may differ between two right runs."""
    if name not in ("info", "replay", "verify"):
        return out
    answer = json.loads(out)
    for key in ("recovery", "seconds", "bytes", "logBytes", "indexBytes", "files", "ledger",
                "notes"):
        answer.pop(key, None)
    return answer


def is_covered(name, names):
    """Whether other runs among these cover a run's file, except for fewer entries than make a run:
    the runs of a closed ledger depend on where it was closed."""

    def ends(run):
        return [int(part, 16) for part in run[4:-4].split("-")]

    if not name.startswith("run-"):
        return False
    following, last = ends(name)
    for begin, end in sorted(
            ends(other) for other in names if other.startswith("run-") and other.endswith(".idx")):
        if begin <= following <= end:
            following = end + 1
    return last - following < SHORTEST_RUN


class Specimen:
    """A ledger, its bytes, and the right answers about it."""

    def __init__(self, campaign, name, since="2023-01-01", until="2024-06-01"):
        self.campaign = campaign
        self.name = name
        as_of = ("--as-of", until)
        self.files = files_of(campaign.path(name))
        rows = rows_of(campaign.must("dump", name).out)
        self.entries = campaign.must("info", name, "--json").json()["entries"]
        self.first = self.entries - len(rows)  # those before were dropped
        accounts = campaign.must("balances", name, "--json", "--unit", "points", *as_of).lines()
        members = sorted(account["member"] for account in accounts)
        member, unit = members[len(members) // 2], "points"
        references = [row["reference"] for row in rows if row["reference"]]
        self.questions = {
            "balance": ["balance", "LEDGER", members[0], "--unit", unit, "--json", *as_of],
            "balances": ["balances", "LEDGER", "--json", *as_of],
            "lots": ["lots", "LEDGER", member, "--unit", unit, "--json", *as_of],
            "history": ["history", "LEDGER", member, "--unit", unit, "--json", "--limit", 1000],
            "show": ["show", "LEDGER", "--reference", references[len(references) // 2], "--json"],
            "show-last": ["show", "LEDGER", "--sequence", self.entries - 1, "--json"],
            "dump": ["dump", "LEDGER"],
            "dump-part": ["dump", "LEDGER", "--format", "jsonl", "--from",
                          self.entries - len(rows) * 2 // 3],
            "info": ["info", "LEDGER", "--json"],
            "verify": ["verify", "LEDGER", "--json"],
            "verify-quick": ["verify", "LEDGER", "--json", "--quick"],
            "replay": ["replay", "LEDGER", "--json"],
            "rollforward": ["report", "LEDGER", "rollforward", "--json", "--from", since, "--to", until],
            "ageing": ["report", "LEDGER", "ageing", "--json", *as_of],
        }
        self.answers = {}
        for question in self.questions:
            answer = self.ask(name, question)
            assert answer.code == 0, answer
            self.answers[question] = answer.out
        self.report = json.loads(self.answers["verify"])
        self.posting = ["post", "LEDGER", "earn", members[0], "7", "--unit", unit, "--reference",
                        "after the damage", "--occurred", "2026-01-01", "--json"]
        copy = self.copy(f"{name}-posted")
        posted = self.ask_to_post(copy)
        assert posted.code == 0, posted
        self.posted = posted.json()
        shutil.rmtree(campaign.path(copy))

    def copy(self, ledger):
        shutil.copytree(self.campaign.path(self.name), self.campaign.path(ledger))
        return ledger

    def ask(self, ledger, question):
        return self.run(ledger, self.questions[question])

    def ask_to_post(self, ledger):
        return self.run(ledger, self.posting)

    def run(self, ledger, arguments):
        return self.campaign.run(
            *[ledger if argument == "LEDGER" else argument for argument in arguments],
            timeout=LIMIT)

    def judge(self, question, answer):
        """What is wrong with an answer; none if it is right, or an orderly failure."""
        if answer.is_crash:
            return f"crash or too slow: {answer}"
        if question.startswith("verify"):
            return self.judge_report(question, answer)
        if answer.code == 0:
            if steady(question, answer.out) != steady(question, self.answers[question]):
                return f"wrong answer: {answer}"
            return None
        if answer.code == 1:
            return f"a no instead of a failure: {answer}"
        # Output before the failure must be right too; the failure itself is an object of its own.
        out = b"".join(line for line in answer.out.splitlines(True)
                       if not line.startswith(b'{"error":'))
        if out and not self.answers[question].startswith(out):
            return f"wrong answer before the failure: {answer}"
        return self.judge_failure(answer)

    def judge_failure(self, answer):
        if answer.code not in DOCUMENTED_FAILURES:
            return f"undocumented status: {answer}"
        if not answer.err.startswith(b"pointsledger: "):
            return f"no message: {answer}"
        return None

    def judge_report(self, question, answer):
        if answer.code == 0:
            report = json.loads(answer.out)
            right = json.loads(self.answers[question])
            if any(report[key] != right[key] for key in ("ok", "entries", "root", "stateDigest")):
                return f"wrong report: {answer}"
            return None
        if answer.code == 1:
            report = json.loads(answer.out)
            if report["ok"] or not report["problems"]:
                return f"fails without a problem: {answer}"
        return self.judge_failure(answer)

    def is_derived(self, change):
        """Whether only derived files were changed."""
        return all(name in self.files and name.endswith(".idx") for name in change)

    def judge_rebuilt(self, directory, answer, change):
        """What is wrong with the derived files after a writer has opened the ledger: one that was
        missing, or was found to be wrong, is as before; a wrong byte may stay if it was never read.
        """
        if answer.code:
            return f"nothing that is needed was changed: {answer}"
        for name, content in self.files.items():
            if not name.endswith(".idx"):
                continue
            found = read_or_none(os.path.join(directory, name))
            is_unseen = found == change.get(name) and len(found or b"") == len(content)
            is_replaced = found is None and is_covered(name, os.listdir(directory))
            if found != content and not is_unseen and not is_replaced:
                return f"{name} was not made again as it was"
        return None

    def judge_post(self, ledger, answer, before):
        """What is wrong with a post into the changed ledger; `before` is its files before it."""
        if answer.is_crash:
            return f"crash or too slow: {answer}"
        if answer.code == 0:
            if answer.json() != self.posted:
                return f"wrong answer: {answer}; right is {self.posted}"
            dump = self.ask(ledger, "dump")
            if dump.code != 0:
                # A post needs the state, and may not notice that old entries are damaged.
                return self.judge("dump", dump)
            if not dump.out.startswith(self.answers["dump"]):
                return f"wrong dump after a post: {dump}"
            if len(rows_of(dump.out)) != self.posted["sequence"] + 1 - self.first:
                return f"other entries after a post: {len(rows_of(dump.out))}"
            return None
        if answer.code == 1:
            return f"a no instead of a failure: {answer}"
        now = files_of(self.campaign.path(ledger))
        lost = [name for name in before if not name.endswith(".tmp") and name not in now]
        # A log may be longer by allocated space.
        changed = [name for name in before if name in now and not name.endswith(".idx")
                   and now[name].rstrip(b"\0") != before[name].rstrip(b"\0")]
        if lost or changed:
            return f"a refused post changed {lost + changed}: {answer}"
        return self.judge_failure(answer)


class Copy:
    """A copy of a specimen that is changed, queried, and restored, again and again."""

    def __init__(self, specimen, ledger):
        self.specimen = specimen
        self.ledger = specimen.copy(ledger)
        self.directory = specimen.campaign.path(ledger)

    def try_with(self, change, questions, posts):
        """Applies `change` (name -> bytes, or None for a missing file), runs the queries, and may
        post. Returns the answers and what was wrong with them."""
        now = dict(self.specimen.files)
        for name, content in change.items():
            path = os.path.join(self.directory, name)
            if content is None:
                now.pop(name, None)
                if os.path.exists(path):
                    os.remove(path)
            else:
                now[name] = content
                put(path, self.specimen.files.get(name), content)
        answers, wrong = [], []
        for question in questions:
            answer = self.specimen.ask(self.ledger, question)
            answers.append((question, answer))
            fault = self.specimen.judge(question, answer)
            if fault is None and answer.code and self.specimen.is_derived(change):
                fault = f"nothing that is needed was changed: {answer}"
            if fault:
                wrong.append(fault)
        if files_of(self.directory) != now:
            wrong.append("a reading command changed a file")
        if posts:
            answer = self.specimen.ask_to_post(self.ledger)
            answers.append(("post", answer))
            fault = self.specimen.judge_post(self.ledger, answer, now)
            if fault is None and self.specimen.is_derived(change):
                fault = self.specimen.judge_rebuilt(self.directory, answer, change)
            if fault:
                wrong.append(fault)
        self.restore(change, posts)
        return answers, wrong

    def restore(self, change, posts):
        """Restores the specimen's bytes."""
        if posts:
            shutil.rmtree(self.directory)
            os.mkdir(self.directory)
        for name in set(change) - set(self.specimen.files):
            path = os.path.join(self.directory, name)
            if os.path.exists(path):
                os.remove(path)
        for name, content in self.specimen.files.items():
            if posts or name in change:
                put(os.path.join(self.directory, name), None if posts else change[name], content)


def read_or_none(path):
    """The bytes of a file; none if there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def put(path, old, new):
    """Writes `new` where `old` is (none: no file); if both have the same length, only the page that
    differs."""
    if not old or len(old) != len(new):
        with open(path, "wb") as file:
            file.write(new)
        return
    with open(path, "r+b") as file:
        for place in range(0, len(new), PAGE):
            if old[place:place + PAGE] != new[place:place + PAGE]:
                file.seek(place)
                file.write(new[place:place + PAGE])
