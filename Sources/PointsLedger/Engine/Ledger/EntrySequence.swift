/// The entries of a ledger in log order, read as they are asked for.
///
/// With `for try await`, reading waits on a thread of its own. Where there is no concurrency, the
/// iterator's `next()` is called by itself:
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

  /// Begins at the first entry.
  public func makeAsyncIterator() -> Iterator {
    Iterator(ledger: ledger, from: first.value, last: last)
  }

  /// Holds some entries in memory: those that it read together.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    /// As many as a block of a segment has, so that each block is unpacked about twice.
    fileprivate static let most = 1_024

    private let ledger: Ledger
    private var position: UInt64
    private let last: SequenceNumber?
    /// What was read and not given, the last one first.
    private var read: [Entry] = []

    init(ledger: Ledger, from position: UInt64, last: SequenceNumber?) {
      self.ledger = ledger
      self.position = position
      self.last = last
    }

    /// The next entry; nil where there is none, or none yet: asked again after more was posted, it
    /// goes on.
    ///
    /// - Throws: `closed`, `damaged`, `inputOutput`, `resources`.
    public mutating func next() throws(LedgerError) -> Entry? {
      if read.isEmpty { take(try ledger.entries(position, last)) }
      return read.popLast()
    }

    /// The same, without holding a thread of Swift's pool while the files are read.
    ///
    /// - Throws: As the synchronous `next()`, and `resources` where no thread is to be had.
    public mutating func next() async throws(LedgerError) -> Entry? {
      if read.isEmpty {
        let (ledger, position, last) = (ledger, position, last)
        take(
          try await ledger.apart { () throws(LedgerError) in try ledger.entries(position, last) })
      }
      return read.popLast()
    }

    /// As `next()`: what `for try await` calls.
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
  /// Some entries from a sequence number on, none after `last`.
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
