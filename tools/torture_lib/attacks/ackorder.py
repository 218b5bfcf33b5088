"""From the record of calls: no answer leaves before its sync has ended, however many callers there
are, and `ack` never claims more than is durable."""

import os
import shutil
import struct
import tempfile

from torture_lib.looking import check_sound
from torture_lib.record import REFERENCE, Acknowledged, events, frames_in, names_in, payload_of
from torture_lib.round import SMALL

CALLERS = (16, 2, 4, 1)


def attack(round):
    callers = CALLERS[round.number % len(CALLERS)]
    total = (round.options and round.options.posts) or {16: 1600, 4: 800, 2: 400, 1: 200}[callers]
    place = (round.options and round.options.directory) or round.scratch
    folder = os.path.realpath(tempfile.mkdtemp(prefix="ackorder-", dir=place))
    try:
        # On a real disk syncs are slow enough; in memory they are slowed down.
        delay = 0 if place != round.scratch else round.random.choice((0, 500, 2000))
        watch(round, callers, total, delay, os.path.join(folder, "ledger"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def watch(round, callers, total, delay, directory):
    record = round.path("record")
    # Small logs: answers also have to wait while a log ends and another begins.
    # Very many posts would make very many of them.
    environment = SMALL if round.number % 8 < 4 and total <= 10_000 else {}
    round.must("init", directory, environment=environment)
    answer = round.shimmed(
        directory,
        "record",
        directory,
        callers,
        -(-total // callers),
        "xo",
        program=round.programs.host,
        environment=environment,
        record=record,
        sync_delay=delay,
        timeout=100 if total < 10_000 else 3_000,
    )
    tag = f"{callers} callers, sync {delay} us"
    round.judge(tag, answer, (0,))
    round.expect(not answer.out, f"{tag}: {answer}")
    watcher = Watcher()
    for event in events(record, directory):
        watcher.see(event)
    os.remove(record)
    round.count("answers", watcher.answers)
    for number, (what, early) in enumerate(sorted(watcher.early.items())):
        round.find(f"{tag}: {len(early)} of {watcher.counts[what]} {what} {early[0]}")
    if watcher.answers == 0:
        round.find(f"{tag}: no answers were recorded")
    check_sound(round, tag, directory, watcher.acknowledged.references)


class Watcher:
    """Follows which entries are durable as the record goes on, and checks every answer against
    that."""

    def __init__(self):
        self.written = {}  # by log: [(number of the write, reference)] not durable yet
        self.writes = 0
        self.ends = {}  # by log: [(number of the write, next sequence number)] not durable yet
        self.durable = set()
        self.durable_end = 1  # the unit that `init` posted
        self.syncs = {}  # by thread and log: the number of the last write when it began
        self.tails = {}  # by log: the end of the last write, and its last bytes
        self.acknowledged = Acknowledged()
        self.answers = 0
        self.counts = {}
        self.early = {}  # kind of answer -> what was seen

    def see(self, event):
        if event.kind == "K":
            self._answer(event.name)
        elif event.kind == "W" and event.name == "ack":
            self._said(event.data)
        elif not event.name.endswith(".wal"):
            return
        elif event.kind == "W":
            self._write(event)
        elif event.kind == "B":
            self.syncs[event.thread, event.name] = self.writes
        elif event.kind == "S":
            self._settle(event.name, self.syncs.pop((event.thread, event.name), 0))

    def _write(self, event):
        self.writes += 1
        end, tail = self.tails.get(event.name, (None, b""))
        payload = (tail if end == event.offset else b"") + payload_of(event.data)
        self.tails[event.name] = event.offset + event.length, payload[-80:]
        waiting = self.written.setdefault(event.name, [])
        waiting += [(self.writes, name) for name in REFERENCE.findall(payload)]
        ends = self.ends.setdefault(event.name, [])
        ends += [(self.writes, number) for number in frames_in(event.data)]

    def _settle(self, log, last):
        for number, name in self.written.get(log, []):
            if number <= last:
                self.durable.add(name)
        self.written[log] = [item for item in self.written.get(log, []) if item[0] > last]
        for number, end in self.ends.get(log, []):
            if number <= last:
                self.durable_end = max(self.durable_end, end)
        self.ends[log] = [item for item in self.ends.get(log, []) if item[0] > last]

    def _note(self, what, seen):
        self.early.setdefault(what, []).append(seen)

    def _answer(self, mark):
        self.acknowledged.add(mark)
        what = {
            "P": "answers to posts",
            "G": "answers to groups",
            "B": "answers to batches",
            "V": "balances",
            "N": "ends",
        }.get(mark[0])
        if what is None:
            return
        self.answers += 1
        self.counts[what] = self.counts.get(what, 0) + 1
        if mark[0] == "N":
            if int(mark[2:]) > self.durable_end:
                self._note(what, f"said {mark[2:]}, durable was {self.durable_end}")
            return
        names = names_in(mark)
        # Balances are of one thread's posts in order: the last of them suffices.
        for name in names[-1:] if mark[0] == "V" else names:
            if name.encode() not in self.durable:
                is_written = any(
                    item[1] == name.encode() for log in self.written.values() for item in log
                )
                under_way = " while a sync was under way" if self.syncs else ""
                self._note(
                    what,
                    f"came before their sync: {name} "
                    f"{'was written' if is_written else 'was not even written'}{under_way}",
                )
                return

    def _said(self, data):
        if len(data) < 24:
            return
        offset, end = struct.unpack_from("<QQ", data, 8)
        self.counts["writes of ack"] = self.counts.get("writes of ack", 0) + 1
        if end > self.durable_end:
            self._note("writes of ack", f"say {end}, durable was {self.durable_end}")
