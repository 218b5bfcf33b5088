"""Reads the shim's record."""

import collections
import os
import re
import struct

Event = collections.namedtuple("Event", "kind thread name other offset length data")

_HEAD = struct.Struct("<cIIIQQ")
_SECTOR, _STAMP = 512, 8


def events(path, root):
    """The events of a record in order, names relative to `root` (which itself is `.`).

    Kinds: C created, W written, A allocated, T truncated, B a sync begins, S it has ended well,
    R renamed, U removed, M a directory made, K acknowledged (the name says what).
    """
    with open(path, "rb") as file:
        while len(head := file.read(_HEAD.size)) == _HEAD.size:
            kind, thread, name_size, other_size, offset, length = _HEAD.unpack(head)
            kind = kind.decode()
            name, other = file.read(name_size).decode(), file.read(other_size).decode()
            data = file.read(length) if kind == "W" else None
            if kind != "K":
                # A file that was removed while it is open gets a unique name.
                name = os.path.relpath(name, root)
                other = os.path.relpath(other, root) if other else ""
            yield Event(kind, thread, name, other, offset, length, data)


def mark(path, text):
    """Adds an acknowledgement to a record, for answers that the campaign itself got."""
    data = text.encode()
    with open(path, "ab") as file:
        file.write(_HEAD.pack(b"K", 0, len(data), 0, 0, 0) + data)


def payload_of(data):
    """The content of a log's sectors, without their stamps."""
    return b"".join(data[at + _STAMP : at + _SECTOR] for at in range(0, len(data), _SECTOR))


def frames_in(data):
    """The sequence numbers after each frame of entries that begins in these sectors of a log."""
    for at in range(_STAMP, len(data) - 63, _SECTOR):
        if data[at : at + 5] == b"PLFR\x01":
            (first,) = struct.unpack_from("<Q", data, at + 16)
            (count,) = struct.unpack_from("<I", data, at + 24)
            yield first + count


def names_in(mark):
    """The references that an acknowledgement of the host vouches for."""
    kind, _, rest = mark.partition(":")
    if kind == "P":
        return [rest]
    if kind in "GB":
        return [f"{rest}.{number};" for number in range(3)]
    if kind == "V":
        name, _, count = rest.rpartition(":")
        return [f"{name}.{number};" for number in range(int(count))]
    return []


REFERENCE = re.compile(rb"[a-z]+[0-9]*\.[a-z0-9.]+;")


class Acknowledged:
    """The promises so far: references that must be there, and the least number of entries."""

    def __init__(self):
        self.references = set()
        self.entries = 0
        self._views = {}

    def add(self, mark):
        kind, _, rest = mark.partition(":")
        if kind == "N":
            self.entries = max(self.entries, int(rest))
        elif kind == "V":
            name, _, count = rest.rpartition(":")
            for number in range(self._views.get(name, 0), int(count)):
                self.references.add(f"{name}.{number};")
            self._views[name] = max(self._views.get(name, 0), int(count))
        else:
            self.references.update(names_in(mark))
