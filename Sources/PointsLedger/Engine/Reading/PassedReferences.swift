/// The references of the latest entries of a walk over the log. The original of an `expire` is
/// often some months older, and finding its reference in the log takes a block each.
struct PassedReferences: RecordReader {
  /// The references of consecutive entries.
  private struct Stretch {
    let first: UInt64
    var bytes: [UInt8] = []
    /// The end of each reference in `bytes`; an entry without one ends where it begins.
    var ends: [UInt32] = []

    /// The reference of an entry; nil if the entry is not in this stretch.
    func reference(at sequence: UInt64) -> InlineText?? {
      guard sequence >= first, sequence - first < UInt64(ends.count) else { return nil }
      let index = Int(sequence - first)
      let start = index == 0 ? 0 : Int(ends[index - 1])
      return .some(InlineText(utf8: bytes[start..<Int(ends[index])]))
    }
  }

  private let log: RecordLog
  private let stretchBytes: Int
  private var current: Stretch
  private var previous: Stretch?

  /// - Parameters:
  ///   - first: The first sequence number of the walk.
  ///   - stretchBytes: The bytes of references in a stretch; one or two stretches stay in memory.
  init(log: RecordLog, from first: UInt64, stretchBytes: Int = 64 << 20) {
    self.log = log
    self.stretchBytes = stretchBytes
    current = Stretch(first: first)
  }

  /// Notes a record of the walk; records must come in the order of the log, without gaps.
  mutating func note(_ record: Record) {
    if current.bytes.count > stretchBytes || current.ends.count > stretchBytes >> 2 {
      previous = current
      current = Stretch(first: record.sequence)
    }
    if let reference = record.reference {
      unsafe reference.withBytes { unsafe current.bytes.append(contentsOf: $0) }
    }
    current.ends.append(UInt32(current.bytes.count))
  }

  func record(at sequence: UInt64) throws(LedgerError) -> Record {
    try log.record(at: sequence)
  }

  func reference(at sequence: UInt64) throws(LedgerError) -> InlineText? {
    if let known = current.reference(at: sequence) ?? previous?.reference(at: sequence) {
      return known
    }
    return try log.reference(at: sequence)
  }
}
