"""The entries of a ledger, in order."""

from .entry import EntryCursor, checked_instant, decode
from .problem import Malformed, Problem
from .registry import Registry
from .segment import Segment
from .state import State


class Replay:
    """Reads every entry, and compares it with those before as far as requested.

    The fields that sealed entries leave out follow from the state before them: with segments there
    is always a state.
    """

    def __init__(self, directory, has_state=False):
        self._directory = directory
        self._clock = None
        self.registry = Registry()
        self.base = directory.base()
        is_needed = has_state or self.base or directory.manifest.segments
        self.state = State(self.registry) if is_needed else None
        if self.base:
            self.base.fill(self.registry, self.state)
            self._clock = self.base.posted

    def entries(self):
        """Every entry, after it was noted and applied."""
        for part in self._directory.parts():
            if isinstance(part, Segment):
                found = part.entries(self.registry, self.state)
            else:
                found = self._logged(part)
            for entry in found:
                self._go_on(entry.posted, f"{part.name}: entry {entry.sequence}")
                try:
                    self.registry.note(entry)
                    if self.state:
                        self.state.apply(entry)
                except Malformed as fault:
                    raise Problem(f"entry {entry.sequence}: {fault}") from None
                yield entry

    def _go_on(self, clock, place):
        if self._clock is not None and clock < self._clock:
            raise Problem(f"{place}: the clock goes back")
        self._clock = clock

    def _logged(self, log):
        for frame in log.frames:
            self._go_on(frame.clock, f"{log.name}: the frame at {frame.offset}")
            cursor = EntryCursor(frame.body)
            sequence = frame.sequence
            try:
                checked_instant(frame.clock)
                for sequence in range(frame.sequence, frame.sequence + frame.count):
                    yield decode(cursor, sequence, frame.clock)
                cursor.check_end()
            except Malformed as fault:
                raise Problem(f"entry {sequence}: {fault}") from None
