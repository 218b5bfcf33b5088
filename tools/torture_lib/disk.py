"""A disk that loses what was not synced: recorded calls are replayed on it, then the power is cut.
"""

import os
import shutil

SECTOR = 512


class Inode:
    """A file: its durable content, and the writes since, in order."""

    def __init__(self, durable=b""):
        self.durable = bytearray(durable)
        self.pending = []  # (offset, bytes); None for bytes: room was made up to the offset
        self.settled = 0

    @property
    def written(self):
        """The number of all writes."""
        return self.settled + len(self.pending)

    def settle(self, written):
        """The first `written` of all writes are durable."""
        count = max(0, written - self.settled)
        for write in self.pending[:count]:
            _apply(self.durable, *write)
        del self.pending[:count]
        self.settled += count

    def after_cut(self, random, mode):
        content = bytearray(self.durable)
        pending = self.pending
        if mode == "none":
            pending = []
        elif mode == "prefix":
            pending = pending[: random.randrange(len(pending) + 1)]
        if mode != "sectors":
            for write in pending:
                _apply(content, *write)
            return content
        likely = random.choice((0.1, 0.5, 0.9))
        for offset, data in pending:
            if data is None:
                if random.random() < likely:
                    _apply(content, offset, None)
                continue
            at = offset
            while at < offset + len(data):
                end = min((at // SECTOR + 1) * SECTOR, offset + len(data))
                if random.random() < likely:
                    _apply(content, at, data[at - offset : end - offset])
                at = end
        return content


def _apply(content, offset, data):
    end = offset + (len(data) if data else 0)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if data:
        content[offset:end] = data


class Disk:
    """A directory's files. Operations on names are durable once their directory was synced; a sync
    covers what existed when it began."""

    def __init__(self, start=None):
        self.files = {}  # as the running system sees them: Inode by name
        self.durable = {}  # by the durable names
        self.folders = set()
        self.pending = []  # operations on names: (folder, operation, arguments)
        self._syncs = {}  # by thread and name: what a sync under way covers
        for folder, _, names in os.walk(start or os.devnull):
            below = os.path.relpath(folder, start)
            self.folders.add(below)
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    inode = Inode(file.read())
                key = os.path.normpath(os.path.join(below, name))
                self.files[key] = self.durable[key] = inode

    def play(self, event):
        kind, name = event.kind, event.name
        inode = self.files.get(name)
        if kind == "C":
            self.files[name] = Inode()
            self._note(name, "put", name, self.files[name])
        elif kind == "W" and inode:
            inode.pending.append((event.offset, event.data))
        elif kind == "A" and inode:
            inode.pending.append((event.offset + event.length, None))
        elif kind == "B":
            covered = inode.written if inode else [item for item in self.pending if item[0] == name]
            self._syncs[event.thread, name] = inode, covered
        elif kind == "S" and (event.thread, name) in self._syncs:
            self._settle(*self._syncs.pop((event.thread, name)))
        elif kind == "R" and inode:
            self.files[event.other] = self.files.pop(name)
            self._note(name, "move", name, event.other, inode)
        elif kind == "U":
            self.files.pop(name, None)
            self._note(name, "remove", name)
        elif kind == "M":
            self.folders.add(name)

    def _note(self, name, *operation):
        self.pending.append((os.path.dirname(name) or ".", *operation))

    def _settle(self, inode, covered):
        if inode is None:
            for item in covered:
                if any(item is other for other in self.pending):
                    self.pending = [other for other in self.pending if other is not item]
                    _change(self.durable, item)
            return
        inode.settle(covered)

    def cut(self, random, out):
        """Writes a state that a power cut may leave into an empty directory; returns its kind."""
        names = dict(self.durable)
        fate = random.choice(("none", "all", "prefix", "prefix", "subset", "subset"))
        kept = self.pending if fate == "all" else []
        if fate == "prefix":
            kept = self.pending[: random.randrange(len(self.pending) + 1)]
        elif fate == "subset":
            kept = [item for item in self.pending if random.random() < 0.5]
        for item in kept:
            _change(names, item)
        mode = random.choice(("none", "all", "prefix", "sectors", "sectors", "sectors"))
        shutil.rmtree(out, ignore_errors=True)
        os.makedirs(out)
        for folder in self.folders:
            os.makedirs(os.path.join(out, folder), exist_ok=True)
        for name, inode in names.items():
            own = mode if random.random() < 0.8 else random.choice(("none", "all", "sectors"))
            os.makedirs(os.path.dirname(os.path.join(out, name)), exist_ok=True)
            with open(os.path.join(out, name), "wb") as file:
                file.write(inode.after_cut(random, own))
        return f"names {fate}, bytes {mode}"


def _change(names, item):
    _, operation, *arguments = item
    if operation == "put":
        names[arguments[0]] = arguments[1]
    elif operation == "move":
        names.pop(arguments[0], None)
        names[arguments[1]] = arguments[2]
    else:
        names.pop(arguments[0], None)
