"""A writer that is killed or stopped, readers and followers beside it, a second writer; and
threads that post, read, sweep, preview and close at once."""

import json
import os
import signal
import subprocess
import threading
import time

from campaign import ENVIRONMENT
from torture_lib.looking import check_posting, references, verified
from torture_lib.material import small_ledger
from torture_lib.round import SMALL

READERS = 3
WRITERS = 6


def attack(round):
    hammer(round)
    closing(round)
    killed_writers(round)


def hammer(round):
    directory = small_ledger(round, "hammered")
    threads = round.random.choice((4, 8, 16))
    answer = round.host(
        "hammer", directory, threads, 1000, round.seed % 100_000, environment=SMALL, timeout=40
    )
    tag = f"hammer of {threads}"
    round.judge(tag, answer, (0,))
    lines = answer.out.decode().splitlines()
    wrong = [line for line in lines if line.startswith("wrong")]
    round.expect(not wrong, f"{tag}: {wrong[:3]}")
    for line in lines:
        name, _, count = line.rpartition(" ")
        if count.isdigit():
            round.count(f"hammered: {name}", int(count))
    check_posting(round, tag, directory, environment=SMALL)


def closing(round):
    """The ledger is closed while posts are under way: acknowledged entries are there."""
    directory = small_ledger(round, "closed")
    answer = round.host("closing", directory, 400, round.random.randrange(3000), environment=SMALL)
    round.judge("closing under posts", answer, (0,))
    round.expect(b"wrong" not in answer.out, f"closing under posts: {answer.out[:300]!r}")
    verified(round, "closing under posts", directory)


class Readers:
    """Processes that query all the time, and followers that see every entry once."""

    ALLOWED = {"balance": (0, 1), "history": (0, 1), "lots": (0, 1)}

    def __init__(self, round, directory):
        self.round = round
        self.directory = directory
        self.is_over = False
        self.faults = []
        self.asked = 0
        self.threads = [
            threading.Thread(target=self._ask, args=(round.seed + number,))
            for number in range(READERS)
        ]
        self.follower = subprocess.Popen(
            [round.programs.cli, "dump", directory, "--follow", "--format", "jsonl"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(ENVIRONMENT, **SMALL),
        )
        self.followed = []
        self.threads.append(threading.Thread(target=self._follow))
        for thread in self.threads:
            thread.start()

    def _ask(self, seed):
        entries, number = 0, seed
        while not self.is_over:
            number += 1
            member = f"m{number % 20}"
            name, *arguments = (
                ("balance", member, "--json"),
                ("history", member, "--json", "--limit", "5"),
                ("info", "--json"),
                ("verify", "--json"),
                ("dump",),
                ("balances", "--json"),
                ("lots", member),
                ("replay", "--json"),
            )[number % 8]
            answer = self.round.run(name, self.directory, *arguments, environment=SMALL, timeout=30)
            self.asked += 1
            if answer.is_crash or answer.code not in self.ALLOWED.get(name, (0,)):
                self.faults.append(f"reader: {answer}")
            elif name == "info":
                now = json.loads(answer.out)["entries"]
                if now < entries:
                    self.faults.append(f"reader: entries went back from {entries} to {now}")
                entries = now

    def _follow(self):
        for line in self.follower.stdout:
            self.followed.append(json.loads(line))

    def end(self):
        self.is_over = True
        time.sleep(0.4)
        if self.follower.poll() is not None:
            self.faults.append(f"the follower ended: {self.follower.returncode}")
        self.follower.terminate()
        self.follower.wait(10)
        for thread in self.threads:
            thread.join()


def killed_writers(round):
    directory = small_ledger(round, "crowded")
    readers = Readers(round, directory)
    sure = 0
    try:
        for _ in range(WRITERS):
            sure = one_writer(round, directory, sure)
    finally:
        readers.end()
    round.count("questions beside a writer", readers.asked)
    for fault in readers.faults[:5]:
        round.find(fault)
    found = references(round, "after the crowd", directory) or []
    numbers = [entry["x-sequence"] for entry in readers.followed]
    round.expect(
        numbers == list(range(len(numbers))), "the follower missed entries, or saw them twice"
    )
    seen = [entry["reference"] for entry in readers.followed if entry.get("reference")]
    round.expect(seen == found[: len(seen)], "the follower saw other entries")
    check_posting(round, "after the crowd", directory, environment=SMALL)


def rows_from(first, count):
    return "".join(
        f"2025-01-01T00:00:00Z,{'redeem' if n % 4 == 3 else 'earn'},m{n % 20},"
        f"{3 if n % 4 == 3 else 7},r{n}\n"
        for n in range(first, first + count)
    ).encode()


def one_writer(round, directory, sure):
    """Rows are posted, and the writer is killed, stopped, terminated or closed. Returns how many
    rows are there."""
    writer = subprocess.Popen(
        [round.programs.cli, "import", directory, "-", "--json", "--refusals", "/dev/null"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(ENVIRONMENT, **SMALL),
    )
    how = round.random.choice(("kill", "kill", "stop", "terminate", "close"))
    tag = f"writer, {how}"
    round.count("writers")
    number = sure
    try:
        writer.stdin.write(b"time,kind,member,points,reference\n")
        for batch in range(round.random.randrange(2, 12)):
            writer.stdin.write(rows_from(number, 200))
            writer.stdin.flush()
            number += 200
            time.sleep(round.random.random() * 0.02)
        if round.random.random() < 0.5:
            second = round.run(
                "post",
                directory,
                "earn",
                "m1",
                "1",
                "--reference",
                "second",
                "--wait",
                "0",
                environment=SMALL,
            )
            if second.code == 64:  # this version has no --wait
                second = round.run("post", directory, "earn", "m1", "1", "--reference", "second")
            round.expect(second.code == 75, f"{tag}: a second writer: {second}")
    except BrokenPipeError:
        round.find(f"{tag}: the writer ended by itself")
    if how == "kill":
        writer.kill()
    elif how == "terminate":
        writer.terminate()
    elif how == "stop":
        writer.send_signal(signal.SIGSTOP)
        # Waits until all its threads stand still.
        os.waitid(os.P_PID, writer.pid, os.WSTOPPED | os.WNOWAIT)
        verified(round, f"{tag}, a copy", round.fresh("copy", directory))
        writer.send_signal(signal.SIGCONT)
    try:
        writer.stdin.close()
    except BrokenPipeError:
        pass
    out = writer.stdout.read()
    writer.wait(30)
    if how in ("close", "stop"):
        round.expect(writer.returncode == 0, f"{tag}: status {writer.returncode}: {out[:200]!r}")
    elif how == "terminate":
        round.expect(writer.returncode in (0, 130, 143, -15), f"{tag}: status {writer.returncode}")
    found = [name for name in references(round, tag, directory) or [] if name.startswith("r")]
    round.expect(found == [f"r{n}" for n in range(len(found))], f"{tag}: no beginning of the rows")
    round.expect(len(found) >= sure, f"{tag}: {len(found)} rows, there were {sure}")
    if how in ("close", "stop"):
        round.expect(len(found) == number, f"{tag}: {len(found)} of {number} rows")
    return len(found)
