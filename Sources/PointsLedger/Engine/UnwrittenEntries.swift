/// Entries that were decided and encoded, and are not in the log yet.
///
/// Used by the one leader that makes it: never by two threads at a time, and never while it is changed.
@safe final class UnwrittenEntries {
  /// One after the other, as a frame has them.
  @exclusivity(unchecked) var body = ByteWriter(reserving: Committer.frameBytes + 4_096)
  /// Their sequence numbers.
  @exclusivity(unchecked) private(set) var range: Range<UInt64> = 0..<0
  /// The clock of their frame.
  let posted: Int64

  init(posted: Int64) { self.posted = posted }

  var isEmpty: Bool { unsafe range.isEmpty }
  var count: Int { unsafe range.count }

  /// Notes that the next entries, from `sequence` on, were added to the body.
  @inline(__always)
  func note(_ count: Int, from sequence: UInt64) {
    let start = unsafe range.isEmpty ? sequence : range.lowerBound
    unsafe range = start..<sequence &+ UInt64(count)
  }

  /// Forgets all of them, which take the first `byteCount` bytes.
  func removeAll(_ byteCount: Int) {
    unsafe body.removeFirst(byteCount)
    unsafe range = 0..<0
  }

  /// The entry with a sequence number; nil if it is not among them.
  func record(at sequence: UInt64) throws(LedgerError) -> Record? {
    guard unsafe range.contains(sequence) else { return nil }
    let skip = unsafe sequence - range.lowerBound
    do throws(ByteReader.Malformed) {
      return try unsafe body.withBytes(first: body.count) {
        (bytes) throws(ByteReader.Malformed) -> Record in
        try unsafe bytes.withUnsafeBytes { (bytes) throws(ByteReader.Malformed) -> Record in
          var reader = unsafe ByteReader(bytes)
          for _ in 0..<skip { _ = try reader.slice(try reader.varint()) }
          return try Record.decode(from: &reader, sequence: sequence, posted: posted)
        }
      }
    } catch {
      throw LedgerError(
        .damaged, "entry \(sequence) was encoded wrongly: \(error.reason); report this as a defect")
    }
  }
}

/// The entries of the log and, behind it, those that are not written yet.
struct DecidedEntries: RecordReader {
  let log: RecordLog
  // Sound: a leader makes it for itself, and hands it to the judge only.
  nonisolated(unsafe) let unwritten: UnwrittenEntries

  func record(at sequence: UInt64) throws(LedgerError) -> Record {
    if let record = try unsafe unwritten.record(at: sequence) { return record }
    return try log.record(at: sequence)
  }
}
