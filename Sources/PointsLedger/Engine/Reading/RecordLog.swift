internal import LedgerStorage

/// The entries of a log store, one by one: from sealed blocks, then from the frames of the logs.
struct RecordLog: RecordReader {
  let store: LogStore
  private let cache: BlockCache

  init(store: LogStore, cachedBlocks: Int = 32) {
    self.store = store
    cache = BlockCache(capacity: cachedBlocks)
  }

  func record(at sequence: UInt64) throws(LedgerError) -> Record {
    try read(sequence) { (block) throws(LedgerError) in
      try block.record(at: sequence, withTexts: true)
    } ofRecord: {
      $0
    }
  }

  /// The entry at `sequence`, possibly with placeholders for its texts. It is faster to read, for
  /// callers that only follow links.
  func skim(at sequence: UInt64) throws(LedgerError) -> Record {
    try read(sequence) { (block) throws(LedgerError) in
      try block.record(at: sequence, withTexts: false)
    } ofRecord: {
      $0
    }
  }

  func reference(at sequence: UInt64) throws(LedgerError) -> InlineText? {
    try read(sequence) { (block) throws(LedgerError) in
      try block.reference(at: sequence)
    } ofRecord: {
      $0.reference
    }
  }

  /// Reads something of an entry: from its block if it is sealed, else from its record.
  private func read<Value: Sendable>(
    _ sequence: UInt64, ofBlock: (inout EntryBlock) throws(LedgerError) -> Value,
    ofRecord: (Record) -> Value
  ) throws(LedgerError) -> Value {
    do throws(LedgerError) { return try stored(sequence, ofBlock, ofRecord) } catch {
      try mend(error)
      return try stored(sequence, ofBlock, ofRecord)
    }
  }

  /// Rebuilds the chain files if an unreadable one caused the error; otherwise throws the error
  /// again.
  private func mend(_ error: LedgerError) throws(LedgerError) {
    guard !store.segmentsWithoutChain().isEmpty else { throw error }
    try translating { () throws(StorageError) in try store.dropUnreadableChains() }
    try ChainRebuild.run(on: store)
    cache.removeAll()
  }

  private func stored<Value: Sendable>(
    _ sequence: UInt64, _ ofBlock: (inout EntryBlock) throws(LedgerError) -> Value,
    _ ofRecord: (Record) -> Value
  ) throws(LedgerError) -> Value {
    if let value = try cache.read(sequence, ofBlock) { return value }
    if sequence < store.firstSequence, let base = Base(of: store) {
      return ofRecord(try base.record(at: sequence))
    }
    let entries = try translating { () throws(StorageError) in
      try store.entries(containing: sequence, regions: [])
    }
    switch entries {
    case .block(let block)?: return try cache.add(block, ofBlock)
    case .frame(let frame)?: return ofRecord(try record(at: sequence, in: frame))
    case nil: throw LedgerError(.outOfRange, "there is no entry \(sequence)")
    }
  }

  /// What stands for the dropped entries; nil if the store has all of them.
  var base: Base? { Base(of: store) }

  /// Forgets the blocks that it read: some of their entries were dropped.
  func forgetBlocks() { cache.removeAll() }

  private func record(at sequence: UInt64, in frame: Frame) throws(LedgerError) -> Record {
    let skip = Int(sequence &- frame.info.firstSequence)
    return try unsafe frame.body.span.bytes.withUnsafeBytes {
      (bytes) throws(LedgerError) -> Record in
      do throws(ByteReader.Malformed) {
        var reader = unsafe ByteReader(bytes)
        for _ in 0..<skip {
          let count = try reader.varint()
          _ = try reader.slice(count)
        }
        return try Record.decode(from: &reader, sequence: sequence, posted: frame.info.clock)
      } catch { throw damaged(sequence, frame.info, error) }
    }
  }

  /// Passes every entry from `sequence` on to `visit`, in log order, until it returns false.
  ///
  /// - Parameters:
  ///   - withoutChain: Whether the columns of chain files may be missing; the visitor then fills in
  ///     their fields.
  ///   - isTaken: Called for each entry that is not sealed; if it returns true, `visit` does not
  ///     get the entry.
  /// - Throws: `compacted` if the entry at `sequence` was dropped.
  func forEach(
    from sequence: UInt64, withoutChain: Bool = false,
    unless isTaken: (EncodedEntry) -> Bool = { _ in false },
    _ visit: (Record) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    var next = sequence
    var isVisiting = false
    let progress = Progress.current
    let end = progress == nil ? 0 : store.nextSequence
    func show(_ record: Record) throws(LedgerError) -> Bool {
      isVisiting = true
      if record.sequence > next { try checkKept(next) }
      let goesOn = try visit(record)
      isVisiting = false
      // A thousand entries take a millisecond.
      if record.sequence & 1_023 == 0 {
        progress?.note(
          record.sequence - min(sequence, record.sequence), of: end - min(sequence, end))
      }
      next = record.sequence + 1
      return goesOn
    }
    func take(_ entry: EncodedEntry) -> Bool {
      guard isTaken(entry) else { return false }
      next = entry.sequence + 1
      return true
    }
    try checkKept(next)
    do throws(LedgerError) {
      try readEach(from: next, withoutChain: withoutChain, unless: take, show)
    } catch {
      guard !withoutChain, !isVisiting else { throw error }
      try mend(error)
      try readEach(from: next, withoutChain: false, unless: isTaken, visit)
    }
  }

  /// Throws `compacted` for an entry that was dropped.
  private func checkKept(_ sequence: UInt64) throws(LedgerError) {
    guard sequence < store.firstSequence, let base else { return }
    throw try base.dropped(entry: sequence)
  }

  private func readEach(
    from sequence: UInt64, withoutChain: Bool, unless isTaken: (EncodedEntry) -> Bool,
    _ visit: (Record) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    func showFrame(_ info: FrameInfo, _ body: RawSpan) throws(LedgerError) -> Bool {
      try unsafe body.withUnsafeBytes { (bytes) throws(LedgerError) -> Bool in
        var reader = unsafe ByteReader(bytes)
        return try forEach(in: &reader, of: info, from: sequence, unless: isTaken, visit)
      }
    }
    func showBlock(_ block: SealedBlock) throws(LedgerError) -> Bool {
      try EntryBlock.visitAll(block, withoutChain: withoutChain) {
        (record) throws(LedgerError) in
        record.sequence < sequence ? true : try visit(record)
      }
    }
    try store.replay(
      from: sequence, failing: { LedgerError($0) }, visitBlock: showBlock, visitFrame: showFrame)
  }

  /// Calls `read` at the start of each entry of an unsealed range in the frames of the logs; it
  /// must read exactly that entry.
  func forEachRow(
    in range: Range<UInt64>,
    _ read: (inout ByteReader, _ sequence: UInt64, _ posted: Int64)
      throws(ByteReader.Malformed) -> Void
  ) throws(LedgerError) {
    func showFrame(_ info: FrameInfo, _ body: RawSpan) throws(LedgerError) -> Bool {
      if info.firstSequence >= range.upperBound { return false }
      try unsafe body.withUnsafeBytes { (bytes) throws(LedgerError) in
        var reader = unsafe ByteReader(bytes)
        for sequence in info.sequences {
          do throws(ByteReader.Malformed) { try read(&reader, sequence, info.clock) } catch {
            throw damaged(sequence, info, error)
          }
        }
        try checkEnd(reader, info)
      }
      return true
    }
    try store.replay(from: range.lowerBound, failing: { LedgerError($0) }, showFrame)
  }

  private func forEach(
    in reader: inout ByteReader, of info: FrameInfo, from sequence: UInt64,
    unless isTaken: (EncodedEntry) -> Bool, _ visit: (Record) throws(LedgerError) -> Bool
  ) throws(LedgerError) -> Bool {
    for number in info.sequences {
      let record: Record
      do throws(ByteReader.Malformed) {
        let body = try reader.slice(try reader.varint())
        if number < sequence { continue }
        let entry = EncodedEntry(body: body, sequence: number, posted: info.clock)
        if isTaken(entry) { continue }
        record = try Record.decode(entry)
      } catch { throw damaged(number, info, error) }
      if try !visit(record) { return false }
    }
    try checkEnd(reader, info)
    return true
  }

  private func checkEnd(_ reader: ByteReader, _ info: FrameInfo) throws(LedgerError) {
    guard reader.isAtEnd else {
      throw LedgerError(
        .damaged,
        "\(store.path(of: info.log)), offset \(info.offset): bytes follow the frame's last entry")
    }
  }

  private func damaged(
    _ sequence: UInt64, _ info: FrameInfo, _ error: ByteReader.Malformed
  ) -> LedgerError {
    LedgerError(
      .damaged,
      "\(store.path(of: info.log)), offset \(info.offset), entry \(sequence): \(error.reason); "
        + "nothing was changed: restore a backup",
      at: LedgerError.Place(
        file: store.path(of: info.log), offset: UInt64(clamping: info.offset),
        sequence: SequenceNumber(sequence)))
  }
}
