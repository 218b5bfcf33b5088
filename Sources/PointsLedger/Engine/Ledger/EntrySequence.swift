/// The entries of a ledger in log order, read on demand.
///
/// With `for try await`, a separate thread waits for the files. Without concurrency, call the
/// iterator's `next()` directly:
///
/// ```swift
/// var entries = ledger.entries().makeAsyncIterator()
/// while let entry = try entries.next() { print(entry.sequence, entry.kind.name) }
/// ```
public struct EntrySequence: AsyncSequence, Sendable {
  public typealias Element = Entry
  public typealias Failure = LedgerError

  let ledger: Ledger
  let first: SequenceNumber
  let last: SequenceNumber?

  /// Makes an iterator that begins at the first entry of the sequence.
  public func makeAsyncIterator() -> Iterator {
    Iterator(ledger: ledger, from: first.value, last: last)
  }

  /// An iterator, which holds in memory the entries that it read together.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    /// The number of entries in a block of a segment, so that each block is unpacked about twice.
    fileprivate static let most = 1_024

    private let ledger: Ledger
    private var position: UInt64
    private let last: SequenceNumber?
    /// Entries that were read and not yet returned, the last one first.
    private var read: [Entry] = []

    init(ledger: Ledger, from position: UInt64, last: SequenceNumber?) {
      self.ledger = ledger
      self.position = position
      self.last = last
    }

    /// Returns the next entry, or nil if there are no more entries for now. A later call returns
    /// entries that were posted meanwhile.
    ///
    /// - Throws: `closed`, `damaged`, `inputOutput`, `resources`.
    public mutating func next() throws(LedgerError) -> Entry? {
      if read.isEmpty { take(try ledger.entries(position, last)) }
      return read.popLast()
    }

    /// Does the same without holding a thread of Swift's pool while the files are read.
    ///
    /// - Throws: As the synchronous `next()`, and `resources` if no thread is available.
    public mutating func next() async throws(LedgerError) -> Entry? {
      if read.isEmpty {
        let (ledger, position, last) = (ledger, position, last)
        take(
          try await ledger.apart { () throws(LedgerError) in try ledger.entries(position, last) })
      }
      return read.popLast()
    }

    /// Does the same as `next()`; `for try await` calls this function.
    ///
    /// - Throws: As `next()`.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(LedgerError) -> Entry? {
      try await next()
    }

    private mutating func take(_ entries: [Entry]) {
      position += UInt64(entries.count)
      read = entries.reversed()
    }
  }
}

extension Ledger {
  /// Returns the first entries from `first` on, none of them after `last`.
  fileprivate func entries(
    _ first: UInt64, _ last: SequenceNumber?
  ) throws(LedgerError) -> [Entry] {
    var entries: [Entry] = []
    try forEachEntry(from: SequenceNumber(first), to: last) { entry in
      entries.append(entry)
      return entries.count < EntrySequence.Iterator.most
    }
    return entries
  }
}
