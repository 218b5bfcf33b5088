"""Reads a transcript, runs its commands in one shell, and finds the first difference."""

import difflib
import json
import os
import signal
import subprocess

CASES = os.path.dirname(os.path.abspath(__file__))

# The instant at which the clock of the ledgers stands. A transcript may move it on.
CLOCK = "2026-03-01T12:00:00Z"

# Seconds for a whole transcript, many times what it needs.
LIMIT = 120

# Not in any output: one ends the output of a command, before its status; the other one stands before
# and after what `only` picks from, with the keys in its first line.
MARK = "\x1e"
PICK = "\x1d"

# A pipeline fails if any part of it does, so `pointsledger ... | only available` has the status of
# the ledger. `only` just marks its input, which costs no process to read JSON with.
PROLOGUE = f"""set -o pipefail
only() {{ printf '{PICK}%s\\n' "$*"; cat; printf '{PICK}\\n'; }}"""


class Command:
    """A command and what it must print."""

    def __init__(self, line, text):
        self.line = line
        self.text = text
        self.expected = []


class Transcript:
    def __init__(self, name):
        self.name = name
        with open(os.path.join(CASES, name + ".txt"), encoding="utf-8") as file:
            self.commands = parse(file.read().splitlines(), name)

    def difference(self, cli):
        """Runs the commands with the command line of a campaign; returns the first difference as
        text, or an empty text."""
        tools = cli.path(f"{self.name}.bin")
        os.makedirs(tools)
        os.symlink(cli.binary, os.path.join(tools, "pointsledger"))
        os.makedirs(cli.path(self.name))
        os.symlink(os.path.dirname(CASES), os.path.join(cli.path(self.name), "tools"))
        environment = dict(
            cli.environment, POINTSLEDGER_CLOCK=CLOCK, LC_ALL="C.UTF-8",
            PATH=tools + os.pathsep + os.environ["PATH"])
        output, messages = self.run(cli.path(self.name), environment)
        for command, printed in zip(self.commands, output):
            if printed != command.expected:
                return self.report(command, printed, messages)
        if len(output) < len(self.commands):
            return self.report(self.commands[len(output)], ["[did not end]"], messages)
        return ""

    def run(self, directory, environment):
        """Returns the printed lines of each command that ended, and the end of standard error."""
        log = directory + ".err"
        with open(log, "wb") as err:
            shell = subprocess.Popen(
                ["bash", "-c", self.script()], cwd=directory, env=environment, stderr=err,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True)
            try:
                out, _ = shell.communicate(timeout=LIMIT)
            except subprocess.TimeoutExpired:
                # The shell's session is its own: what it left in the background goes, too.
                os.killpg(shell.pid, signal.SIGKILL)
                out, _ = shell.communicate()
        with open(log, encoding="utf-8", errors="replace") as err:
            messages = err.read()
        return [printed(piece) for piece in out.decode(errors="replace").split(MARK)[:-1]], messages

    def script(self):
        lines = [PROLOGUE]
        for command in self.commands:
            # The braces keep a here-document whole, and run in this very shell.
            lines += ["{", command.text, "}", f"printf '\\n%d{MARK}' $?"]
        return "\n".join(lines)

    def report(self, command, printed, messages):
        lines = difflib.unified_diff(
            command.expected, printed, "expected", "printed", lineterm="", n=100)
        return "\n".join(
            [f"tools/check_cases/{self.name}.txt:{command.line}: $ {command.text}", *lines,
             *(f"standard error: {line}" for line in messages.splitlines()[-3:])])


def printed(piece):
    """The lines of one piece of the shell's output but for empty ones, with `[exit N]` at the end
    if it failed."""
    text, _, status = piece.rpartition("\n")
    parts = text.split(PICK)
    parts[1::2] = [pick(part) for part in parts[1::2]]
    lines = [line.rstrip() for line in "".join(parts).split("\n") if line.strip()]
    return lines if status == "0" else lines + [f"[exit {status}]"]


def pick(part):
    """The keys of the first line, of each JSON line after it."""
    keys, _, rows = part.partition("\n")
    lines = []
    for row in rows.splitlines():
        try:
            values = json.loads(row)
        except ValueError:
            lines.append(f"no JSON: {row}")
            continue
        lines.append("  ".join(f"{key} {shown(values.get(key, 'missing'))}" for key in keys.split()))
    return "\n".join(lines)


def shown(value):
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def parse(lines, name):
    commands = []
    for number, line in enumerate(lines, 1):
        if line.startswith("$ "):
            commands.append(Command(number, line[2:]))
        elif line.startswith(">") and commands and not commands[-1].expected:
            commands[-1].text += "\n" + line[2:]
        elif line and not line.startswith("#"):
            if not commands:
                raise SystemExit(f"{name}.txt:{number}: output before the first command")
            commands[-1].expected.append(line.rstrip())
    return commands
