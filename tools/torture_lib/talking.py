"""A host that keeps a ledger open between commands."""

import subprocess
import threading

from campaign import ENVIRONMENT
from torture_lib.round import SMALL


class Session:
    """`torture-host session`: each command is a line, and so is its answer."""

    def __init__(self, round, environment=SMALL, directory=None, plan=None):
        """With a `plan`, the shim stands between the host and the directory."""
        shim = round.shim(directory, **plan) if plan else {}
        self.round = round
        self.process = subprocess.Popen(
            [round.programs.host, "session"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=round.scratch,
            env=dict(ENVIRONMENT, **environment, **shim),
        )

    def ask(self, *words, timeout=30):
        """The kind of the answer (`ok`, `refused`, `error`, or `dead` if the process is) and the
        rest."""
        timer = threading.Timer(timeout, self.process.kill)
        timer.start()
        try:
            self.process.stdin.write(" ".join(map(str, words)) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if not line:
            self.process.wait(10)
            return "dead", f"status {self.process.returncode} {self.process.stderr.read()[-300:]}"
        kind, _, rest = line.rstrip("\n").partition(" ")
        return kind, rest

    def must(self, *words):
        kind, rest = self.ask(*words)
        self.round.expect(kind == "ok", f"session: {' '.join(map(str, words))}: {kind} {rest}")
        return rest

    def end(self):
        """Ends the process; returns whether it was alive to the end."""
        try:
            self.process.stdin.close()
            return self.process.wait(20) == 0
        except (BrokenPipeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
            return False
