"""Shared by the campaigns (tools/check-*): the command line under test, a scratch directory, a
seed, counting, and reading answers."""

import argparse
import atexit
import contextlib
import csv
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOLS = os.path.join(ROOT, "tools")

# The columns that a file of posts must have.
HEADER = "time,kind,member,points,reference"

# The documented exit statuses for a damaged or unsuitable ledger.
DOCUMENTED_FAILURES = {1, 65, 66, 73, 74, 75}

# A crash must be over at once: the backtrace of a trap takes seconds.
ENVIRONMENT = dict(os.environ, SWIFT_BACKTRACE="enable=no", NO_COLOR="1")


class Answer:
    """The result of one run of the command line."""

    def __init__(self, arguments, code, out, err, seconds):
        self.arguments = arguments
        self.code = code
        self.out = out
        self.err = err
        self.seconds = seconds

    @property
    def is_crash(self):
        """Whether it ended by a signal or a trap, not by its own decision."""
        return self.code < 0 or self.code >= 128 and self.code != 130 or b"Fatal error" in self.err

    @property
    def text(self):
        """Its output, as text."""
        return self.out.decode(errors="replace")

    @property
    def message(self):
        """Its standard error, as text."""
        return self.err.decode(errors="replace")

    def json(self):
        return json.loads(self.out)

    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def __str__(self):
        asked = " ".join(map(str, self.arguments))
        return (f"`{asked[:400]}`: exit {self.code}; out {self.text[:300]!r}; "
                f"err {self.message[:500]!r}")


def run_to_end(command, stdin=None, timeout=60, **other):
    """Runs a program to its end; `stdin` is text or bytes. One that takes too long counts as a
    crash."""
    if stdin is None:
        other.setdefault("stdin", subprocess.DEVNULL)
    else:
        other["input"] = stdin.encode() if isinstance(stdin, str) else stdin
    start = time.monotonic()
    try:
        done = subprocess.run(command, capture_output=True, timeout=timeout, **other)
        code, out, err = done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired as late:
        code, out = -9, late.stdout or b""
        err = f"not done after {timeout} seconds".encode()
    return Answer(command[1:], code, out, err, time.monotonic() - start)


class Campaign:
    """Options, scratch directory, counting. Ends the process with `finish`."""

    def __init__(self, description, seed=1, options=()):
        """`options` are (name, keywords) for further arguments; their values are in `asked`.
        A campaign with no seed draws nothing at random and has one length."""
        parser = argparse.ArgumentParser(
            description=description, formatter_class=argparse.RawDescriptionHelpFormatter,
            epilog="The command line is $POINTSLEDGER, or else .build/release/pointsledger.")
        if seed is not None:
            parser.add_argument("--seed", type=int, default=seed, help=f"default {seed}")
            parser.add_argument("--full", action="store_true", help="the long run")
        parser.add_argument("--keep", action="store_true", help="keep the scratch directory")
        for name, keywords in options:
            parser.add_argument(name, **keywords)
        self.asked = parser.parse_args()
        self.binary = os.path.abspath(
            os.environ.get("POINTSLEDGER") or os.path.join(ROOT, ".build/release/pointsledger"))
        if not os.access(self.binary, os.X_OK):
            sys.exit(f"{self.binary}: not there; run: swift build -c release")
        # A campaign that is stopped leaves nothing behind: no files, no mounts.
        signal.signal(signal.SIGTERM, stop)
        self.environment = dict(ENVIRONMENT)
        self.passed = 0
        self.failed = 0
        self.started = time.monotonic()
        self.scratch = tempfile.mkdtemp(prefix="campaign-")
        if not self.asked.keep:
            atexit.register(shutil.rmtree, self.scratch, ignore_errors=True)
        if seed is not None:
            self.random = random.Random(self.asked.seed)
            print(f"seed {self.asked.seed}", flush=True)

    def path(self, *names):
        return os.path.join(self.scratch, *names)

    def write(self, name, content):
        """Writes a file, text or bytes, into the scratch directory; returns its name."""
        with open(self.path(name), "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        return name

    def check(self, name, is_good, detail=""):
        """Counts one check; prints it, and why it failed."""
        if is_good:
            self.passed += 1
            print(f"ok    {name}", flush=True)
        else:
            self.failed += 1
            print(f"FAIL  {name}  {str(detail)[:2000]}", flush=True)
        return bool(is_good)

    def check_all(self, name, failures, most=10):
        """Counts one check made of many trials; `failures` lists those that went wrong."""
        self.check(name, not failures, f"{len(failures)} times")
        for failure in failures[:most]:
            print(f"      {failure}", flush=True)

    def expect(self, name, code, *arguments, stdin=None, says=None):
        """Runs the command line; one check that it ends with this status and, if it fails, with a
        well-formed message of its own. The message must contain `says`. Returns the answer."""
        answer = self.run(*arguments, stdin=stdin)
        good = answer.code == code
        if code not in (0, 1):
            lines = answer.message.splitlines()
            good = good and bool(lines) and all(
                line.startswith("pointsledger: ") for line in lines)
        if says is not None:
            good = good and re.search(says, answer.message) is not None
        self.check(f"{name} (exit {code})", good, answer)
        return answer

    def fresh(self, name, *options):
        """Creates a ledger in the scratch directory; returns its name."""
        answer = self.run("init", name, *options)
        if answer.code != 0:
            self.check(f"init {name}", False, answer)
        return name

    def available(self, ledger, member, *options):
        """The available points of a member, as the command line prints them."""
        return self.run("balance", ledger, member, "--json", *options).json()["available"]

    def digest(self, ledger):
        """The digest of a ledger's state."""
        return self.run("replay", ledger, "--json").json()["stateDigest"]

    def run(self, *arguments, stdin=None, timeout=60, user=None):
        """Runs the command line to its end, optionally as another user."""
        arguments = [
            argument if isinstance(argument, bytes) else str(argument) for argument in arguments]
        other = {} if user is None else {"user": user, "group": user, "extra_groups": []}
        return run_to_end([self.binary, *arguments], stdin, timeout, env=self.environment,
                          cwd=self.scratch, **other)

    def start(self, *arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
              stderr=subprocess.DEVNULL):
        """Starts the command line and lets it run."""
        return subprocess.Popen(
            [self.binary, *map(str, arguments)], stdin=stdin, stdout=stdout, stderr=stderr,
            env=self.environment, cwd=self.scratch)

    def must(self, *arguments, stdin=None, timeout=120):
        """Runs something that the campaign needs to go on; ends the campaign if it fails."""
        answer = self.run(*arguments, stdin=stdin, timeout=timeout)
        if answer.code != 0:
            self.check("preparation", False, answer)
            self.finish()
        return answer

    @contextlib.contextmanager
    def sealing(self, log_bytes, memory=64 << 10):
        """Within this context logs end and are sealed after `log_bytes`, in ledgers that are made
        within it too, and memory suffices for some dozens of accounts, so that runs are written and
        read all the time. A None leaves its setting unchanged."""
        before = self.environment
        if log_bytes:
            self.environment = dict(before, POINTSLEDGER_LOG_BYTES=str(log_bytes))
            if memory:
                self.environment["POINTSLEDGER_MEMORY"] = str(memory)
        try:
            yield
        finally:
            self.environment = before

    def workload(self, name, *options):
        """A generated workload in a file; returns its path."""
        path = self.path(name)
        with open(path, "wb") as file:
            subprocess.run(
                [os.path.join(TOOLS, "generate-workload"), *map(str, options)], stdout=file,
                check=True)
        return path

    def finish(self):
        if self.asked.keep:
            print(f"kept {self.scratch}")
        print(f"{time.monotonic() - self.started:.0f} seconds")
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(1 if self.failed else 0)


def stop(*_):
    """Ends the process as requested, with a message."""
    print("stopped by SIGTERM", file=sys.stderr, flush=True)
    sys.exit(143)


def rows_of(dump):
    """The rows of a CSV dump (bytes), as dictionaries."""
    return list(csv.DictReader(io.StringIO(dump.decode(), newline="")))


def without_clock(dump):
    """A CSV dump (bytes) without the values of `x-posted`, to compare ledgers with."""
    return re.sub(rb",(\d+),\d{4}-\d\d-\d\dT[\d:.]+Z,", rb",\1,,", dump)


def segments_of(directory):
    """The names of a ledger's segments, in order."""
    return sorted(name for name in os.listdir(directory) if name.endswith(".seg"))


def files_of(directory):
    """The bytes of every file below a directory, by name."""
    found = {}
    for folder, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, directory)] = file.read()
    return found
