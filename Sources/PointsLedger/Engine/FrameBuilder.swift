internal import LedgerStorage

/// Gathers encoded entries into frames and writes them. Used by the one leader that makes it.
final class FrameBuilder {
  private let store: LogStore
  /// The clock of all its frames.
  let posted: Int64
  private var body = ByteWriter(reserving: Committer.frameBytes + 4_096)
  /// The entries in `body`, to be read before they are written.
  private(set) var records: [Record] = []
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
  func add(_ new: [Record], isAtomic: Bool) throws(LedgerError) {
    guard !new.isEmpty else { return }
    var start = 0
    while start < new.count {
      var end = start
      var span = ByteWriter(reserving: 256)
      repeat {
        new[end].encode(into: &span)
        end += 1
      } while end < new.count && (isAtomic || new[end].kind == .counter)
      if body.count + span.count > store.limits.bodyBytes { try flush() }
      guard span.count <= store.limits.bodyBytes else {
        throw LedgerError(.full, "one entry is larger than a frame; report this as a defect")
      }
      body.append(span)
      records.append(contentsOf: new[start..<end])
      start = end
    }
    if body.count >= Committer.frameBytes { try flush() }
  }

  /// Writes what was gathered.
  func flush() throws(LedgerError) {
    guard !records.isEmpty else { return }
    let bytes = body.bytes
    try translating { () throws(StorageError) in
      try unsafe store.append(body: bytes.span.bytes, entryCount: records.count, clock: posted)
    }
    writtenBytes += body.count
    body.removeAll()
    records.removeAll(keepingCapacity: true)
    isReserved = false
  }

  /// Forgets what was gathered.
  func discard() {
    body.removeAll()
    records.removeAll(keepingCapacity: true)
  }

  /// Sees to it that what is decided next can be written: a largest frame fits into the log.
  ///
  /// - Returns: False if the disk is full; nothing is lost then.
  func hasRoom() throws(LedgerError) -> Bool {
    if isReserved { return true }
    do throws(StorageError) { try store.reserve(isBulk: isBulk) } catch {
      guard error.category == .full else { throw LedgerError(error) }
      return false
    }
    isReserved = true
    return true
  }
}

/// Reads entries that wait in a frame, and all before them from the log.
struct PendingReader: RecordReader {
  let log: RecordLog
  let frame: FrameBuilder

  func record(at sequence: UInt64) throws(LedgerError) -> Record {
    if let first = frame.records.first?.sequence, sequence >= first,
      sequence - first < UInt64(frame.records.count)
    {
      return frame.records[Int(sequence - first)]
    }
    return try log.record(at: sequence)
  }
}
