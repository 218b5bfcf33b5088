"""A ledger's directory: which files count, and how far."""

import fcntl
import os
import re
import struct

from .headers import HEADER_SIZE, SECTOR, Ack, Manifest
from .logfile import Log
from .problem import NO_INPUT, Problem

_MANIFEST = re.compile(r"MANIFEST-([0-9a-f]{16})")
_LOG = re.compile(r"log-[0-9a-f]{16}-[0-9a-f]{16}\.wal")
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
                # Behind the back of this reader a writer may have gone on.
                if self._changed(seen):
                    continue
                raise
            if seen[0] or not self._changed(seen):
                return
        raise Problem(f"{path}: a writer was always ahead of this reader")

    def _seen(self):
        """In this order: a manifest is published before `ack` names its log."""
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
        self._check_unnamed()
        self.active = self._open(self.manifest.logs[-1])
        if is_locked:
            self.verdict = self.active.check_live(ack)
        else:
            self.verdict = self.active.recover(ack)

    def _open(self, record):
        try:
            return Log(os.path.join(self.path, record.name), record, self.manifest.header.ledger)
        except FileNotFoundError:
            raise Problem(f"{record.name}: the manifest names it, and it is missing") from None

    def _no_manifest(self):
        if any(map(self._has_content, self._log_names())):
            return Problem(f"{self.path}: logs with entries, and no manifest: damaged")
        return Problem(f"{self.path}: this is no ledger: it has no manifest", NO_INPUT)

    def _log_names(self):
        return [name for name in os.listdir(self.path) if _LOG.fullmatch(name)]

    def _has_content(self, name):
        with open(os.path.join(self.path, name), "rb") as file:
            file.seek(SECTOR)
            while block := file.read(1 << 20):
                if block.count(0) != len(block):
                    return True
        return False

    def _check_unnamed(self):
        named = {record.name for record in self.manifest.logs}
        for name in self._log_names():
            if name not in named and self._has_content(name):
                raise Problem(f"{name}: {self.manifest.name} does not name this log, and it has "
                              f"entries: the directory was rolled back or mixed")

    def logs(self):
        """Every log, in order and checked; each is read when its turn comes."""
        for record in self.manifest.logs:
            if record.is_active:
                yield self.active
            else:
                log = self._open(record)
                log.check_ended()
                yield log

    def frames(self):
        """Every frame with entries, in order."""
        clock = None
        for log in self.logs():
            for frame in log.frames:
                if clock is not None and frame.clock < clock:
                    raise Problem(f"{log.name}: the clock of the frame at {frame.offset} goes back")
                clock = frame.clock
                if frame.count:
                    yield frame

    @property
    def next(self):
        return self.active.next
