"""The campaign: rounds of all attacks in turn, two at a time, until its time is over."""

import collections
import itertools
import multiprocessing
import os
import shutil
import signal
import tempfile
import time
import traceback

from campaign import ENVIRONMENT
from torture_lib.round import Round, Stopped

ROUND_LIMIT = 300  # seconds until a round counts as hanging
GRACE = 20  # seconds after the end until rounds are aborted, except for an attack that had none
_fork = multiprocessing.get_context("fork")


class Running:
    """A round in a process group of its own, so that it can be ended with everything that it
    started."""

    def __init__(self, campaign, attack, number):
        self.attack = attack
        self.number = number
        self.started = time.monotonic()
        # A hundred thousand posts on a slow disk take their time.
        self.limit = 3_600 if campaign.options and campaign.options.posts else ROUND_LIMIT
        self.directory = tempfile.mkdtemp(prefix=f"{attack}-", dir=campaign.scratch)
        self.pipe, theirs = _fork.Pipe(duplex=False)
        self.process = _fork.Process(target=self._work, args=(campaign, theirs))
        self.process.start()
        theirs.close()

    def _work(self, campaign, pipe):
        os.setpgid(0, 0)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        ENVIRONMENT.update(campaign.environment)
        round = Round(
            campaign.programs,
            self.attack,
            campaign.seed,
            self.number,
            self.directory,
            campaign.options,
        )
        try:
            campaign.attacks[self.attack].attack(round)
        except Stopped as stopped:
            round.find(stopped)
        except Exception:
            round.find("the round itself failed: " + traceback.format_exc(limit=-3))
        pipe.send((dict(round.tried), round.findings))
        pipe.close()

    def result(self):
        """(tried, findings) once the round has ended, or took too long; else none."""
        if self.pipe.poll(0):
            try:
                result = self.pipe.recv()
            except EOFError:
                result = {}, ["the round ended without a word"]
        elif time.monotonic() - self.started > self.limit:
            result = {}, [f"the round hangs: not done after {self.limit} seconds"]
        else:
            return None
        self.end()
        return result

    def end(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self.process.kill()
        self.process.join()
        self.pipe.close()
        shutil.rmtree(self.directory, ignore_errors=True)


class Campaign:
    def __init__(
        self, programs, attacks, seed, options=None, environment=None, say=print, at_once=2
    ):
        """`attacks` are modules by name; `environment` is set for everything that a round starts.
        """
        self.programs = programs
        self.attacks = attacks
        self.seed = seed
        self.options = options
        self.environment = environment or {}
        self.say = say
        self.at_once = at_once
        self.scratch = scratch_directory()
        self.rounds = collections.Counter()
        self.tried = collections.defaultdict(collections.Counter)
        self.findings = collections.defaultdict(list)
        self.seconds = collections.Counter()
        self.shown = 6  # findings of a round

    def run(self, seconds, stops_early=False, first_round=0, only_round=False):
        """Every attack gets a round, then more while there is time. `stops_early`: at the first
        finding."""
        end = time.monotonic() + seconds
        if only_round:
            self.shown = 60
        turns = (len(self.attacks) if only_round else None,)
        queue = itertools.islice(
            ((name, number) for number in itertools.count(first_round) for name in self.attacks),
            *turns,
        )
        running, given = [], 0
        try:
            while True:
                while len(running) < self.at_once and not (stops_early and self.found):
                    if given >= len(self.attacks) and time.monotonic() > end:
                        break
                    turn = next(queue, None)
                    if turn is None:
                        break
                    given += 1
                    running.append(Running(self, *turn))
                if not running:
                    return
                running = [one for one in running if not self._collect(one)]
                if stops_early and (self.found or time.monotonic() > end):
                    return
                time.sleep(0.02)
                if not only_round and time.monotonic() > end + GRACE:
                    running = [one for one in running if not self._break_off(one)]
        finally:
            for one in running:
                one.end()
            shutil.rmtree(self.scratch, ignore_errors=True)

    def _break_off(self, running):
        if not self.rounds[running.attack]:
            return False
        running.end()
        self.tried[running.attack]["rounds broken off"] += 1
        return True

    @property
    def found(self):
        return sum(map(len, self.findings.values()))

    def _collect(self, running):
        result = running.result()
        if result is None:
            return False
        tried, findings = result
        name, number = running.attack, running.number
        self.rounds[name] += 1
        self.seconds[name] += time.monotonic() - running.started
        self.tried[name].update(tried)
        self.findings[name] += findings
        if findings:
            self.say(
                f"FAULT {name}, round {number}: {len(findings)} findings; again: "
                f"tools/torture --only {name} --seed {self.seed} --round {number}"
            )
            for finding in findings[: self.shown]:
                self.say(f"      {finding[:600]}")
        return True

    def report(self):
        """A line for each attack; returns how many attacks found something."""
        failed = 0
        for name in self.attacks:
            found = len(self.findings[name])
            failed += bool(found)
            tried = ", ".join(f"{count} {what}" for what, count in sorted(self.tried[name].items()))
            self.say(
                f"{'FAIL' if found else 'ok  '}  {name}: {self.rounds[name]} rounds of "
                f"{self.seconds[name] / max(1, self.rounds[name]):.1f} s; {tried}; "
                f"{found} findings"
            )
        return failed


def scratch_directory():
    """The directory in which ledgers are attacked: in memory if possible, for speed."""
    place = os.environ.get("TMPDIR") or ("/dev/shm" if os.path.isdir("/dev/shm") else None)
    return os.path.realpath(tempfile.mkdtemp(prefix="torture-", dir=place))
