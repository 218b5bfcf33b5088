internal import LedgerStorage

/// Collects encoded entries into frames and writes them. Each leader makes its own.
struct FrameBuilder: ~Copyable {
  private let store: LogStore
  /// The entries collected so far.
  let unwritten: UnwrittenEntries
  private(set) var writtenBytes = 0

  private let isBulk: Bool
  private var isReserved = false
  /// Once there was a shortage, room that becomes free is left to the next group: later posts of
  /// this one may depend on one that was refused for lack of room.
  private var isFull: Bool { shortage != nil }
  /// The shortage that was met, if any.
  private(set) var shortage: LedgerError?

  /// - Parameter posted: The `posted` instant of all its frames.
  init(store: LogStore, posted: Int64, isBulk: Bool) {
    self.store = store
    self.isBulk = isBulk
    unwritten = UnwrittenEntries(posted: posted)
  }

  /// The `posted` instant of all its frames.
  var posted: Int64 { unwritten.posted }

  /// Adds the entries of one post, or of one atomic group.
  ///
  /// Entries that the clock caused before a post stand on their own, and may go into another frame.
  /// An entry, its counter, and the entries that the rules require right after it stay in one
  /// frame, so that no crash can separate them. They are split only if a frame cannot hold them:
  /// thousands of lots that die at once.
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

  /// Adds entries that go into one frame. False, with nothing added, if a frame cannot hold them.
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

  /// Adds entries one by one, but keeps each counter with its entry.
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

  /// Checks that readers will accept the entries encoded after the first `count` bytes.
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
  /// - Parameter texts: The encoded texts of the post.
  @inline(__always)
  mutating func add(
    _ entry: PlainEntry, of post: PlainPost, _ texts: RawSpan
  ) throws(LedgerError) {
    try addOne(entry.sequence) { entry.encode(post, texts, into: &$0) }
  }

  /// The same for a plain post that was refused.
  mutating func add(
    _ refusal: PlainRefusal, of post: PlainPost, _ texts: RawSpan
  ) throws(LedgerError) {
    try addOne(refusal.sequence) { refusal.encode(post, texts, into: &$0) }
  }

  /// Adds an expiry before a plain post.
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

  /// Notes that entries were encoded after the first `count` bytes. Writes these first if a frame
  /// cannot hold them all.
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

  /// Writes the collected entries.
  mutating func flush() throws(LedgerError) { try write(unsafe unwritten.body.count) }

  /// Writes the first `count` bytes, which hold all entries noted so far.
  private mutating func write(_ count: Int) throws(LedgerError) {
    guard !unwritten.isEmpty else { return }
    try append(count)
    writtenBytes += count
    unwritten.removeAll(count)
    isReserved = false
  }

  private func append(_ count: Int) throws(LedgerError) {
    // Plain entries have few shapes, and reading each of them again would take a sixth of an
    // import. So only debug builds check them.
    assert(unwritten.areReadable(first: count))
    do throws(StorageError) {
      try unsafe unwritten.body.withBytes(first: count) { (body) throws(StorageError) in
        try store.append(body: body, entryCount: unwritten.count, clock: posted)
      }
    } catch { throw LedgerError(error) }
  }

  /// Drops the collected entries.
  mutating func discard() { unwritten.removeAll(unsafe unwritten.body.count) }

  /// Makes sure that the next decision can be written: a frame of the largest size fits into the
  /// log.
  ///
  /// - Returns: False if the disk is full or no file can be opened at the moment, and from then on.
  ///   Nothing is lost.
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
