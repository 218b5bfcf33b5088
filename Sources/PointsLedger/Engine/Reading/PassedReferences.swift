/// The references of the entries that a walk over the log passed last: an `expire` names its original
/// by one of some months before, and finding that in the log takes a block each.
struct PassedReferences: RecordReader {
  /// References that follow each other in the log.
  private struct Stretch {
    let first: UInt64
    var bytes: [UInt8] = []
    /// Where in `bytes` each reference ends; an entry without one ends where it begins.
    var ends: [UInt32] = []

    /// The reference of an entry; nil where the entry is not in this stretch.
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
  ///   - first: Where the walk begins.
  ///   - stretchBytes: How many bytes of references stay in memory, once or twice.
  init(log: RecordLog, from first: UInt64, stretchBytes: Int = 64 << 20) {
    self.log = log
    self.stretchBytes = stretchBytes
    current = Stretch(first: first)
  }

  /// The walk passes a record; records come in the order of the log, without gaps.
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
