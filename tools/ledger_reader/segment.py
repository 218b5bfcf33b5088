"""One sealed range: a segment, its text file and its chain file."""

import os

from .chain import Chain
from .columnfile import ColumnFile
from .entry import checked_instant, decode_body
from .headers import CHAIN, SEGMENT, TEXT
from .manifest import BLOCK_ENTRIES
from .problem import Malformed, Problem
from .sealedcolumns import Columns, decoded
from .sealedentry import SealedEntry
from .summary import Summary


class Segment:
    """The entries of a sealed range."""

    def __init__(self, path, records, ledger):
        self.record, text = records
        self.name = self.record.name
        self._path = path
        self._rows = self._open(self.record, SEGMENT, ledger)
        self._texts = self._open(text, TEXT, ledger)
        self._chain = self._open_chain()

    def _open(self, record, kind, ledger):
        file = ColumnFile(os.path.join(self._path, record.name), kind, record.first, record.next)
        header = file.header
        for what, mine, wanted in (
                ("ledger", header.ledger, ledger), ("UUID", header.file, record.file),
                ("birth generation", min(header.birth, record.birth), header.birth),
                ("length", file.length, record.end),
                ("checksum of its footer", file.checksum, record.checksum)):
            if mine != wanted:
                raise file.damaged(f"the {what} is not the manifest's")
        return file

    def _open_chain(self):
        """The chain file, if there is one that is sound as far as it was read."""
        try:
            file = ColumnFile(os.path.join(self._path, self.record.chain_name), CHAIN,
                              self.record.first, self.record.next)
        except (Problem, OSError):
            return None
        is_ours = (file.header.fields() == self._rows.header.fields()
                   and file.clock == self._rows.clock)
        return file if is_ours else None

    @property
    def has_chain(self):
        return self._chain is not None

    def entries(self, registry, state):
        """Every entry, in order. Each must be noted and applied before the next is requested."""
        chain, summary = Chain(registry, state), Summary(registry)
        entry = None
        for index in range(self._rows.blocks):
            chunks = self._rows.chunks(index) | self._texts.chunks(index)
            sequence = self.record.first + index * BLOCK_ENTRIES
            chain.begin_block()
            try:
                columns = Columns(decoded(chunks))
                first, end = sequence, min(sequence + BLOCK_ENTRIES, self.record.next)
                erased = columns.erased(end - first)
                for sequence in range(first, end):
                    sealed = SealedEntry(columns, chain, sequence)
                    checked_instant(sealed.posted)
                    entry = decode_body(sealed.body(), sequence, sealed.posted)
                    entry.commitment, entry.kept_keys = erased.get(sequence - first, (None, None))
                    summary.note(entry)
                    yield entry
                columns.check_end()
            except Malformed as fault:
                raise Problem(f"{self.name}: entry {sequence}: {fault}") from None
            summary.end_block()
            self._compare_chain(index, chain.columns)
        for file in (self._rows, self._texts):
            if file.clock != entry.posted:
                raise file.damaged(f"its footer has the clock {file.clock}, not {entry.posted}")
        if summary.encoded() != self._rows.summary:
            raise self._rows.damaged("its summary is not what its entries come to")

    def _compare_chain(self, index, columns):
        """Compares the chain file with the derived fields. A damaged one says nothing."""
        if self._chain is None:
            return
        try:
            said = decoded(self._chain.chunks(index))
        except (Problem, Malformed):
            self._chain.close()
            self._chain = None
            return
        if said != columns:
            raise self._chain.damaged(f"block {index} is not what the entries come to")

    def close(self):
        for file in (self._rows, self._texts, self._chain):
            if file is not None:
                file.close()
