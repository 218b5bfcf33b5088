"""One round of an attack: its random numbers, its scratch directory, its trials and findings."""

import collections
import hashlib
import os
import random
import shutil

from campaign import ENVIRONMENT, run_to_end

# The documented exit statuses of the command line; 130 and 143 if it is interrupted.
DOCUMENTED = {0, 1, 64, 65, 66, 73, 74, 75}

# Small logs and little memory, so that seals and runs happen all the time.
SMALL = {"POINTSLEDGER_LOG_BYTES": "60000", "POINTSLEDGER_MEMORY": "65536"}
SMALLEST = {"POINTSLEDGER_LOG_BYTES": "20000", "POINTSLEDGER_MEMORY": "65536"}


def seed_of(seed, attack, number):
    """Everything that a round's random choices depend on."""
    digest = hashlib.sha256(f"{seed}/{attack}/{number}".encode()).digest()
    return int.from_bytes(digest[:6], "big")


class Round:
    def __init__(self, programs, attack, seed, number, directory, options=None):
        self.programs = programs
        self.number = number
        self.options = options
        self.seed = seed_of(seed, attack, number)
        self.random = random.Random(self.seed)
        self.scratch = directory
        self.tried = collections.Counter()
        self.findings = []

    # ---- The same as in campaign.Campaign, so that its helpers work here.

    def path(self, *names):
        return os.path.join(self.scratch, *names)

    def run(self, *arguments, stdin=None, timeout=60, environment=None, program=None, **other):
        """Runs the command line that ships, to its end. One that takes too long counts as a crash.
        """
        command = [program or self.programs.cli, *map(str, arguments)]
        environment = dict(ENVIRONMENT, **(environment or {}))
        other.setdefault("cwd", self.scratch)
        return run_to_end(command, stdin, timeout, env=environment, **other)

    def must(self, *arguments, **other):
        """Runs something that the round needs to go on; a failure here is a finding too."""
        answer = self.run(*arguments, **other)
        if answer.code:
            raise Stopped(f"preparation: {answer}")
        return answer

    # ---- More

    def host(self, *arguments, **other):
        return self.run(*arguments, program=self.programs.host, **other)

    def shimmed(self, directory, *arguments, program=None, environment=None, **plan):
        """Runs the command line (or the host) with the shim between it and a directory. `plan` has
        the shim's variables, in lower case, and optionally a timeout."""
        other = {"timeout": plan.pop("timeout")} if "timeout" in plan else {}
        return self.run(
            *arguments,
            program=program or self.programs.dynamic,
            environment=dict(environment or {}, **self.shim(directory, **plan)),
            **other,
        )

    def shim(self, directory, **plan):
        """The environment that puts the shim before a program."""
        variables = {f"TORTURE_{name.upper()}": str(value) for name, value in plan.items()}
        return dict(variables, LD_PRELOAD=self.programs.shim, TORTURE_DIR=directory)

    def fresh(self, name, source=None):
        """An empty directory, or a copy of a ledger, in the scratch directory; returns its path."""
        path = self.path(name)
        shutil.rmtree(path, ignore_errors=True)
        if source:
            shutil.copytree(source, path, symlinks=True)
        return path

    def file(self, name, content):
        path = self.path(name)
        with open(path, "wb" if isinstance(content, bytes) else "w") as out:
            out.write(content)
        return path

    def count(self, what, number=1):
        self.tried[what] += number

    def find(self, what):
        self.findings.append(" ".join(str(what).split()))

    def expect(self, is_good, what):
        """Counts a check, and reports a fault unless it is good."""
        self.count("checks")
        if not is_good:
            self.find(what)
        return bool(is_good)

    def judge(self, tag, answer, allowed=DOCUMENTED):
        """Whether a command ended as documented; reports a fault otherwise."""
        if answer.is_crash:
            return self.expect(False, f"{tag}: crash or hang: {answer}")
        return self.expect(answer.code in allowed, f"{tag}: unexpected status: {answer}")


class Stopped(Exception):
    """A round that cannot go on, because what it needs does not work."""
