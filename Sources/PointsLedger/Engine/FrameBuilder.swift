internal import LedgerStorage

/// Gathers encoded entries into frames and writes them. Used by the one leader that makes it.
struct FrameBuilder: ~Copyable {
  private let store: LogStore
  /// The clock of all its frames.
  let posted: Int64
  private var body = ByteWriter(reserving: Committer.frameBytes + 4_096)
  /// How many entries are in `body`.
  private var entryCount = 0
  private(set) var writtenBytes = 0

  private let isBulk: Bool
  private var isReserved = false

  init(store: LogStore, posted: Int64, isBulk: Bool) {
    self.store = store
    self.isBulk = isBulk
    self.posted = posted
  }

  /// Adds the entries of one post, or of one atomic group.
  ///
  /// An entry and its counter stay in one frame; what the clock did before or after may go into
  /// another: it holds by itself.
  mutating func add(_ new: ArraySlice<Record>, isAtomic: Bool) throws(LedgerError) {
    var start = new.startIndex
    while start < new.endIndex {
      var end = start
      let count = body.count
      repeat {
        new[end].encode(into: &body)
        end += 1
      } while end < new.endIndex && (isAtomic || new[end].kind == .counter)
      if body.count > store.limits.bodyBytes { try write(count) }
      guard body.count <= store.limits.bodyBytes else {
        throw LedgerError(.full, "one entry is larger than a frame; report this as a defect")
      }
      entryCount += end - start
      start = end
    }
    if body.count >= Committer.frameBytes { try flush() }
  }

  /// Whether everything that was added is written.
  var isEmpty: Bool { entryCount == 0 }

  /// Writes what was gathered.
  mutating func flush() throws(LedgerError) { try write(body.count) }

  /// Writes the first `count` bytes, which are those of all entries that were counted.
  private mutating func write(_ count: Int) throws(LedgerError) {
    guard !isEmpty else { return }
    try append(count)
    writtenBytes += count
    body.removeFirst(count)
    entryCount = 0
    isReserved = false
  }

  private func append(_ count: Int) throws(LedgerError) {
    do throws(StorageError) {
      try store.append(
        body: body.span.extracting(first: count), entryCount: entryCount, clock: posted)
    } catch { throw LedgerError(error) }
  }

  /// Forgets what was gathered.
  mutating func discard() {
    body.removeAll()
    entryCount = 0
  }

  /// Sees to it that what is decided next can be written: a largest frame fits into the log.
  ///
  /// - Returns: False if the disk is full; nothing is lost then.
  mutating func hasRoom() throws(LedgerError) -> Bool {
    if isReserved { return true }
    do throws(StorageError) { try store.reserve(isBulk: isBulk) } catch {
      guard error.category == .full else { throw LedgerError(error) }
      return false
    }
    isReserved = true
    return true
  }
}
