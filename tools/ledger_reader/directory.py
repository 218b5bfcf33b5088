"""A ledger's directory: which files count, and up to where."""

import fcntl
import os
import re
import struct

from .base import Base
from .headers import HEADER_SIZE, Ack
from .leftovers import check_unnamed, has_content, log_names
from .logfile import Log
from .manifest import Manifest
from .problem import NO_INPUT, Problem
from .segment import Segment

_MANIFEST = re.compile(r"MANIFEST-([0-9a-f]{16})")
_FLOCK = "hhqqi4x"
_GET_LOCK = getattr(fcntl, "F_OFD_GETLK", 36)
_ACK_TRIES = 100
_TRIES = 1000


class Directory:
    """A ledger as it was at one moment."""

    def __init__(self, path):
        self.path = path
        if not os.path.isdir(path):
            raise Problem(f"{path}: there is no such directory", NO_INPUT)
        for _ in range(_TRIES):
            seen = self._seen()
            try:
                self._read(*seen)
            except (Problem, FileNotFoundError):
                # A writer may have gone on meanwhile.
                if self._changed(seen):
                    continue
                raise
            if seen[0] or not self._changed(seen):
                return
        raise Problem(f"{path}: a writer was always ahead of this reader")

    def _seen(self):
        """The order matters: a manifest is published before `ack` names its log."""
        return self._is_locked(), self._ack(), self._newest_manifest()

    def _changed(self, seen):
        now = self._seen()
        return now[0] != seen[0] or now[1].data != seen[1].data or now[2] != seen[2]

    def _is_locked(self):
        try:
            file = os.open(os.path.join(self.path, "LOCK"), os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            asked = struct.pack(_FLOCK, fcntl.F_RDLCK, os.SEEK_SET, 0, 0, 0)
            answer = struct.unpack(_FLOCK, fcntl.fcntl(file, _GET_LOCK, asked))
        finally:
            os.close(file)
        return answer[0] != fcntl.F_UNLCK

    def _ack(self):
        for _ in range(_ACK_TRIES):
            try:
                with open(os.path.join(self.path, "ack"), "rb") as file:
                    ack = Ack(file.read(64))
            except FileNotFoundError:
                return Ack(b"")
            if ack.is_whole:
                break
        return ack

    def _newest_manifest(self):
        names = [name for name in os.listdir(self.path) if _MANIFEST.fullmatch(name)]
        return max(names, default=None)

    def _read(self, is_locked, ack, name):
        self.is_locked, self.ack = is_locked, ack
        if name is None:
            raise self._no_manifest()
        with open(os.path.join(self.path, name), "rb") as file:
            data = file.read((1 << 23) + HEADER_SIZE)
        self.manifest = Manifest(data, name, int(_MANIFEST.fullmatch(name)[1], 16))
        self._logs = self._opened()
        check_unnamed(self.path, self.manifest)
        self.active = self._log(self.manifest.logs[-1])
        if is_locked:
            self.verdict = self.active.check_live(ack)
        else:
            self.verdict = self.active.recover(ack)

    def _opened(self):
        """Opens the logs: a writer removes those that it seals. Column files stay."""
        opened = {}
        for record in self.manifest.records:
            path = os.path.join(self.path, record.name)
            try:
                if record.is_log:
                    opened[record.name] = open(path, "rb")
                elif os.stat(path).st_size != record.end:
                    raise Problem(f"{record.name}: its length is not what the manifest says")
            except FileNotFoundError:
                raise Problem(
                    f"{record.name}: the manifest names it, and it is missing") from None
        return opened

    def base(self):
        """What stands for dropped entries, or nothing."""
        record = self.manifest.base
        return Base(self.path, record, self.manifest.header.ledger) if record else None

    def _log(self, record):
        file = self._logs[record.name]
        file.seek(0)
        log = Log(file, record.name, record)
        log.check_header(self.manifest.header.ledger)
        return log

    def _no_manifest(self):
        if any(has_content(self.path, name) for name in log_names(self.path)):
            return Problem(f"{self.path}: logs with entries, and no manifest: damaged")
        return Problem(f"{self.path}: this is no ledger: it has no manifest", NO_INPUT)

    def segments(self):
        """Every segment, in order; its blocks are read on demand."""
        for records in self.manifest.segments:
            segment = Segment(self.path, records, self.manifest.header.ledger)
            yield segment
            segment.close()

    def logs(self):
        """Every log, in order and checked; each is read on demand."""
        for record in self.manifest.logs:
            if record.is_active:
                yield self.active
            else:
                log = self._log(record)
                log.check_ended()
                yield log

    def parts(self):
        """Everything with entries, in order."""
        yield from self.segments()
        yield from self.logs()

    @property
    def next(self):
        return self.active.next
