/// What a store knows of the ledger's logs, up to the end that it shows.
struct LogView: Sendable {
  var manifest: Manifest
  /// One for each ended log; nil until it has been read.
  var ended: [EndedLog?]
  /// Nil after `close`; the file closes itself when the last read beside that is done.
  var activeFile: (any File)?
  var activeHeader: FileHeader
  /// The frames with entries of the active log.
  var activeFrames: [FrameStart]
  /// The visible end, in the active log.
  var position: LogPosition
  /// The clock of the last frame before the active log's first.
  var earlierClock: Int64?
  /// All entries before this sequence number are durable, as far as the store knows.
  var durableSequence: UInt64

  var activeRecord: LogRecord { manifest.records[manifest.records.count - 1] }
  var activeName: LogName { activeRecord.name }
  var lastClock: Int64? { position.clock ?? earlierClock }

  /// The place in the manifest of the log that holds a sequence number, or would hold it.
  func logIndex(containing sequence: UInt64) -> Int {
    // Several logs can begin at one number, all but the last of them without entries.
    partition(manifest.records.count) { manifest.records[$0].firstSequence <= sequence } - 1
  }

  /// Where to look for a sequence number; nil where it is not visible yet.
  func place(of sequence: UInt64) -> FramePlace? {
    guard sequence < position.nextSequence else { return nil }
    let index = logIndex(containing: sequence)
    let record = manifest.records[index]
    if record.end == nil {
      return FramePlace(
        record: record, logIndex: index, file: activeFile, salt: position.salt,
        start: Self.frame(containing: sequence, in: activeFrames))
    }
    let log = ended[index]
    return FramePlace(
      record: record, logIndex: index, file: nil, salt: log?.salt ?? 0,
      start: log.flatMap { Self.frame(containing: sequence, in: $0.landmarks) })
  }

  /// The frame among these that holds a sequence number, if one does.
  static func frame(containing sequence: UInt64, in frames: [FrameStart]) -> FrameStart? {
    let index = partition(frames.count) { frames[$0].firstSequence <= sequence } - 1
    return index < 0 ? nil : frames[index]
  }
}

/// The number of places, from 0 on, for which `isBefore` holds; it holds for none after one for which
/// it does not.
private func partition(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
  var (low, high) = (0, count)
  while low < high {
    let middle = low + (high - low) / 2
    if isBefore(middle) { low = middle + 1 } else { high = middle }
  }
  return low
}
