internal import LedgerStorage

/// Gathers encoded entries into frames and writes them. Used by the one leader that makes it.
struct FrameBuilder: ~Copyable {
  private let store: LogStore
  /// What was gathered.
  let unwritten: UnwrittenEntries
  private(set) var writtenBytes = 0

  private let isBulk: Bool
  private var isReserved = false
  /// Room that comes back meanwhile is for the next group: what comes after something that found
  /// none may rest on it.
  private var isFull: Bool { shortage != nil }
  /// What there was too little of.
  private(set) var shortage: LedgerError?

  /// - Parameter posted: The clock of all its frames.
  init(store: LogStore, posted: Int64, isBulk: Bool) {
    self.store = store
    self.isBulk = isBulk
    unwritten = UnwrittenEntries(posted: posted)
  }

  /// The clock of all its frames.
  var posted: Int64 { unwritten.posted }

  /// Adds the entries of one post, or of one atomic group.
  ///
  /// What the clock did before a post holds by itself, and may go into another frame. An entry, its
  /// counter, and what the rules ask for right after it stay in one: no crash may come between them.
  /// Only where that takes more than a frame has (thousands of lots that die at once) it is parted.
  mutating func add(_ new: ArraySlice<Record>, isAtomic: Bool) throws(LedgerError) {
    var start = new.startIndex
    while start < new.endIndex {
      let hasCaller = isAtomic || new[start].reference != nil
      let piece = hasCaller && !Canary.isPlanted(.splitGroup) ? new[start...] : new[start...start]
      if try !addWhole(piece, isAtomic: isAtomic) {
        try addParted(piece)
      }
      start = piece.endIndex
      if Canary.isPlanted(.splitGroup) { try flush() }
    }
    try flushIfLarge()
  }

  /// Adds entries that go into one frame; false, and nothing was added, where that cannot have them.
  private mutating func addWhole(
    _ piece: ArraySlice<Record>, isAtomic: Bool
  ) throws(LedgerError) -> Bool {
    let count = unsafe unwritten.body.count
    for record in piece { unsafe record.encode(into: &unwritten.body) }
    if unsafe !isAtomic && piece.count > 1 && unwritten.body.count - count > store.limits.bodyBytes
    {
      unsafe unwritten.body.removeLast(unwritten.body.count - count)
      return false
    }
    try check(piece, behind: count)
    return true
  }

  /// Adds entries one by one, but for counters, which stay with theirs.
  private mutating func addParted(_ piece: ArraySlice<Record>) throws(LedgerError) {
    var start = piece.startIndex
    while start < piece.endIndex {
      var end = start
      let count = unsafe unwritten.body.count
      repeat {
        unsafe piece[end].encode(into: &unwritten.body)
        end += 1
      } while end < piece.endIndex && piece[end].kind == .counter
      try check(piece[start..<end], behind: count)
      start = end
    }
  }

  /// Sees to it that what was encoded behind the first `count` bytes is what readers accept.
  private mutating func check(
    _ piece: ArraySlice<Record>, behind count: Int
  ) throws(LedgerError) {
    guard let first = piece.first?.sequence else { return }
    try unsafe unwritten.check(
      count..<unwritten.body.count, from: first, count: piece.count)
    try note(piece.count, from: first, behind: count)
  }

  /// Adds the entry of a plain post.
  ///
  /// - Parameter texts: Those of the post, encoded.
  @inline(__always)
  mutating func add(
    _ entry: PlainEntry, of post: PlainPost, _ texts: RawSpan
  ) throws(LedgerError) {
    try addOne(entry.sequence) { entry.encode(post, texts, into: &$0) }
  }

  /// The same of a plain post that was refused.
  mutating func add(
    _ refusal: PlainRefusal, of post: PlainPost, _ texts: RawSpan
  ) throws(LedgerError) {
    try addOne(refusal.sequence) { refusal.encode(post, texts, into: &$0) }
  }

  /// Adds what expired before a plain post.
  mutating func add(_ expiry: PlainExpiry) throws(LedgerError) {
    try addOne(expiry.sequence) { expiry.encode(into: &$0) }
  }

  @inline(__always)
  private mutating func addOne(
    _ sequence: UInt64, _ encode: (inout ByteWriter) -> Void
  ) throws(LedgerError) {
    let count = unsafe unwritten.body.count
    unsafe encode(&unwritten.body)
    try note(1, from: sequence, behind: count)
    try flushIfLarge()
  }

  /// Notes that entries were encoded behind the first `count` bytes; writes these where a frame cannot
  /// have all.
  @inline(__always)
  private mutating func note(
    _ entries: Int, from sequence: UInt64, behind count: Int
  ) throws(LedgerError) {
    if unsafe unwritten.body.count > store.limits.bodyBytes {
      try write(count)
      guard unsafe unwritten.body.count <= store.limits.bodyBytes else {
        throw LedgerError(.full, "one entry is larger than a frame; report this as a defect")
      }
    }
    unwritten.note(entries, from: sequence)
  }

  @inline(__always)
  private mutating func flushIfLarge() throws(LedgerError) {
    if unsafe unwritten.body.count >= Committer.frameBytes { try flush() }
  }

  /// Writes what was gathered.
  mutating func flush() throws(LedgerError) { try write(unsafe unwritten.body.count) }

  /// Writes the first `count` bytes, which are those of all entries that were noted.
  private mutating func write(_ count: Int) throws(LedgerError) {
    guard !unwritten.isEmpty else { return }
    try append(count)
    writtenBytes += count
    unwritten.removeAll(count)
    isReserved = false
  }

  private func append(_ count: Int) throws(LedgerError) {
    // Plain entries have few shapes: reading each of them again would take a sixth of an import.
    assert(unwritten.areReadable(first: count))
    do throws(StorageError) {
      try unsafe unwritten.body.withBytes(first: count) { (body) throws(StorageError) in
        try store.append(body: body, entryCount: unwritten.count, clock: posted)
      }
    } catch { throw LedgerError(error) }
  }

  /// Forgets what was gathered.
  mutating func discard() { unwritten.removeAll(unsafe unwritten.body.count) }

  /// Sees to it that what is decided next can be written: a largest frame fits into the log.
  ///
  /// - Returns: False if the disk is full, or no file can be opened for the moment, and from then
  ///   on; nothing is lost then.
  mutating func hasRoom() throws(LedgerError) -> Bool {
    if isReserved { return true }
    if isFull { return false }
    do throws(StorageError) { try store.reserve(isBulk: isBulk) } catch {
      guard error.isShortage else { throw LedgerError(error) }
      if !Canary.isPlanted(.fullForOne) { shortage = LedgerError(error) }
      return false
    }
    isReserved = true
    return true
  }
}
