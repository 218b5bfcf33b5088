/// A store's knowledge of the ledger's files, up to the visible end.
struct LogView: Sendable {
  var manifest: Manifest
  /// Nil if the manifest names none.
  var base: Run?
  /// One for each in the manifest, in the same order.
  var segments: [Segment]
  /// One for each ended log, in the order of the manifest. Empty after `close`.
  var ended: [OpenLog]
  /// Nil after `close`; the file closes itself after the last concurrent read.
  var activeFile: (any File)?
  var activeHeader: FileHeader
  /// The frames with entries of the active log.
  var activeFrames: [FrameStart]
  /// The visible end, in the active log.
  var position: LogPosition
  /// The clock of the last frame before the active log's first.
  var earlierClock: Int64?
  /// All entries before this sequence number are known to be durable.
  var durableSequence: UInt64

  /// A manifest names at least the active log.
  var activeRecord: LogRecord { manifest.logs[manifest.logs.count - 1] }
  var activeName: LogName { activeRecord.name }
  var lastClock: Int64? { position.clock ?? earlierClock }

  /// The index of the segment with a sequence number, or the index after all segments before it.
  func segmentIndex(containing sequence: UInt64) -> Int {
    partition(segments.count) { segments[$0].range.upperBound <= sequence }
  }

  /// The index of the log with a sequence number that is not sealed; the active log is the last.
  func logIndex(containing sequence: UInt64) -> Int {
    // Several logs can begin at the same number; all but the last of them have no entries.
    max(0, partition(ended.count + 1) { manifest.logs[$0].firstSequence <= sequence } - 1)
  }

  /// Where to look for a sequence number that is visible and not sealed.
  func place(of sequence: UInt64, activeFile: any File) -> FramePlace {
    let index = logIndex(containing: sequence)
    guard index < ended.count else {
      return FramePlace(
        name: activeName, file: activeFile, salt: position.salt, ended: nil,
        start: Self.frame(containing: sequence, in: activeFrames))
    }
    let log = ended[index]
    return FramePlace(
      name: log.record.name, file: log.file, salt: log.header.salt, ended: log,
      start: log.learnt.flatMap { Self.frame(containing: sequence, in: $0.landmarks) })
  }

  /// The frame among these with a sequence number, or nil.
  static func frame(containing sequence: UInt64, in frames: [FrameStart]) -> FrameStart? {
    let index = partition(frames.count) { frames[$0].firstSequence <= sequence } - 1
    return index < 0 ? nil : frames[index]
  }
}

extension LogView {
  /// Finds the clock before the active log's first frame, if that log has none.
  mutating func findEarlierClock(in directory: LedgerDirectory) throws(StorageError) {
    guard position.clock == nil else { return }
    var scanner = LogScanner()
    for index in ended.indices.reversed() {
      if ended[index].learnt == nil {
        ended[index].learnt = try directory.readEnded(ended[index], scanner: &scanner)
      }
      if let clock = ended[index].learnt?.clock {
        earlierClock = clock
        return
      }
    }
    earlierClock = try segments.last?.segment.contents().footer.lastClock
  }
}

/// The number of leading indices for which `isBefore` holds; it holds for no index after them.
private func partition(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
  var (low, high) = (0, count)
  while low < high {
    let middle = low + (high - low) / 2
    if isBefore(middle) { low = middle + 1 } else { high = middle }
  }
  return low
}
