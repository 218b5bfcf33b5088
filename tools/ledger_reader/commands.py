"""The command line of the reader."""

import argparse
import datetime
import json
import os
import re
import struct
import sys
import time

from . import balances as balance_rows
from . import interchange
from .digest import state_digest
from .directory import Directory
from .problem import BAD_DATA, IO_ERROR, USAGE, Malformed, Problem
from .proof import Tree, canonical_bytes
from .registry import Registry
from .replay import Replay
from .state import State

EPILOG = """commands:
  dump [--format csv|jsonl]               every entry in the interchange format
  balances [--as-of T] [--format csv|jsonl]  every account
  root      the number of entries and the root of the Merkle tree over them
  digest    the digest of the state
  check     number of entries, root and digest as one JSON object
  info      what the files say, as one JSON object

Every checksum is looked at, and every entry is held against the rules of spec/ as far as they
apply it. Exit: 0 done, 64 usage, 65 a damaged ledger, 66 no such ledger, 74 input/output.

example:
  tools/read-ledger shop balances --as-of 1998-06-30
"""
_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,3})0*)?(?:[Zz]|([+-])(\d\d):(\d\d)))?")


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"read-ledger: {message}\n")


def instant(text):
    """RFC 3339 with a zone, or a bare date: that day's start in UTC. In milliseconds."""
    match = _INSTANT.fullmatch(text)
    if not match:
        raise argparse.ArgumentTypeError(f"`{text}` is no instant")
    year, month, day, hour, minute, second, fraction, sign, hours, minutes = match.groups()
    try:
        date = datetime.datetime(int(year), int(month), int(day), int(hour or 0),
                                 int(minute or 0), int(second or 0))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"`{text}`: {error}") from None
    seconds = (date - datetime.datetime(1970, 1, 1)) // datetime.timedelta(seconds=1)
    if sign:
        offset = int(hours) * 3600 + int(minutes) * 60
        seconds -= offset if sign == "+" else -offset
    return seconds * 1000 + int((fraction or "0").ljust(3, "0"))


def _parser():
    parser = _Parser(prog="read-ledger", description=sys.modules[__package__].__doc__,
                     epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger")
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    for name, function in (("dump", _dump), ("balances", _balances), ("root", _root),
                           ("digest", _digest), ("check", _check), ("info", _info)):
        command = commands.add_parser(name)
        command.set_defaults(function=function)
        if name in ("dump", "balances"):
            command.add_argument("--format", choices=("csv", "jsonl"),
                                 default="csv" if name == "dump" else "jsonl")
        if name == "balances":
            command.add_argument("--as-of", type=instant)
    return parser


def _each(replay, *consumers):
    """Passes every entry to the consumers; reports at which entry something was wrong."""
    for entry in replay.entries():
        try:
            for consumer in consumers:
                consumer(entry)
        except Malformed as fault:
            raise Problem(f"entry {entry.sequence}: {fault}") from None


def _dump(directory, options):
    line = interchange.csv_line if options.format == "csv" else interchange.json_line
    write = sys.stdout.write
    if options.format == "csv":
        write(",".join(interchange.COLUMNS) + "\n")
    replay = Replay(directory)
    rows = interchange.Rows(replay.registry, replay.base)
    _each(replay, lambda entry: write(line(rows.row(entry))))


def _balances(directory, options):
    at = options.as_of if options.as_of is not None else time.time_ns() // 1_000_000
    # A state of its own, with its own members: they may be merged after that instant.
    registry = Registry()
    state = State(registry, at)
    replay = Replay(directory)
    if replay.base:
        if at < replay.base.latest_effective:
            raise Problem(f"{replay.base.name}: the entries before {replay.base.end} were dropped "
                          f"(archive: {replay.base.archive or 'none'}): choose a later instant", USAGE)
        replay.base.fill(registry, state)
    _each(replay, registry.note, state.apply)
    write = sys.stdout.write
    if options.format == "csv":
        write(",".join(balance_rows.COLUMNS) + "\n")
    line = balance_rows.csv_line if options.format == "csv" else balance_rows.json_line
    for row in balance_rows.balances(state, at):
        write(line(row))


def _hashed(replay):
    """The tree over the entries, after all were read."""
    tree = Tree(replay.base.end, replay.base.peaks) if replay.base else Tree()
    _each(replay, lambda entry: tree.append(canonical_bytes(entry, replay.registry)))
    return tree


def _root(directory, options):
    tree = _hashed(Replay(directory))
    print(tree.size, tree.root())


def _digest(directory, options):
    replay = Replay(directory, has_state=True)
    _each(replay)
    print(state_digest(replay.state))


def _check(directory, options):
    replay = Replay(directory, has_state=True)
    tree = _hashed(replay)
    print(json.dumps({"entries": tree.size, "root": tree.root(),
                      "stateDigest": state_digest(replay.state)}))


def _info(directory, options):
    manifest, verdict = directory.manifest, directory.verdict
    ack = directory.ack
    print(json.dumps({
        "ledger": manifest.ledger, "name": manifest.title, "manifest": manifest.name,
        "generation": manifest.generation, "writer": directory.is_locked,
        "entries": directory.next, "first": manifest.first,
        "base": manifest.base.name if manifest.base else None,
        "ack": {"log": ack.log.hex(), "offset": ack.offset, "next": ack.next}
        if ack.is_valid else None,
        "segments": [{"name": segment.name, "first": segment.record.first,
                      "next": segment.record.next, "end": segment.record.end,
                      "chain": segment.has_chain, "birth": segment.record.birth}
                     for segment in directory.segments()],
        "logs": [{"name": log.name, "state": "active" if log.record.is_active else "ended",
                  "first": log.record.first, "next": log.next, "end": log.end,
                  "frames": len(log.frames), "birth": log.record.birth}
                 for log in directory.logs()],
        "verdict": verdict.name, "end": verdict.end, "tail": verdict.tail,
    }))


def main(arguments=None):
    """Runs one command; returns the exit status."""
    sys.stdout.reconfigure(encoding="utf-8", newline="\n", errors="surrogateescape")
    options = _parser().parse_args(arguments)
    try:
        directory = Directory(options.ledger)
        options.function(directory, options)
        sys.stdout.flush()
    except Problem as problem:
        return _fail(str(problem), problem.status)
    except BrokenPipeError:
        # The reader of the output has enough; nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        return _fail(str(error), IO_ERROR)
    except (ArithmeticError, struct.error):
        return _fail(f"{options.ledger}: the entries give numbers beyond 64 bits", BAD_DATA)
    except KeyboardInterrupt:
        return 130
    return 0


def _fail(message, status):
    try:
        sys.stdout.flush()
    except OSError:
        pass
    print(f"read-ledger: {message}", file=sys.stderr)
    return status
