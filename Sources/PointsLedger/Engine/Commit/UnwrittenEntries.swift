internal import LedgerStorage

/// Entries that are decided and encoded, and not yet in the log.
///
/// Used only by the leader that made it: never by two threads at a time, and never while it is
/// changed.
@safe final class UnwrittenEntries {
  /// The entries one after the other, as in a frame.
  @exclusivity(unchecked) var body = ByteWriter(reserving: Committer.frameBytes + 4_096)
  /// Their sequence numbers.
  @exclusivity(unchecked) private(set) var range: Range<UInt64> = 0..<0
  /// The `posted` instant of their frame.
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

  /// Removes all entries, which take the first `byteCount` bytes.
  func removeAll(_ byteCount: Int) {
    unsafe body.removeFirst(byteCount)
    unsafe range = 0..<0
  }

  /// The entry with a sequence number; nil if it is not among them.
  func record(at sequence: UInt64) throws(LedgerError) -> Record? {
    guard unsafe range.contains(sequence) else { return nil }
    var found: Record?
    try unsafe read(0..<body.count, from: range.lowerBound) {
      (entry) throws(ByteReader.Malformed) in
      if entry.sequence < sequence { return true }
      found = try Record.decode(entry)
      return false
    }
    return found
  }

  /// Throws unless the bytes are exactly `count` entries that a reader accepts. A written entry
  /// that cannot be read would make all later ones unreadable.
  func check(_ bytes: Range<Int>, from sequence: UInt64, count: Int) throws(LedgerError) {
    if Canary.isPlanted(.recordedMalformation) { return }
    var found = 0
    try read(bytes, from: sequence) { (entry) throws(ByteReader.Malformed) in
      _ = try Record.decode(entry)
      found += 1
      return true
    }
    guard found == count else {
      throw LedgerError(
        .damaged, "\(count) entries were encoded as \(found); report this as a defect")
    }
  }

  /// Whether the first bytes are exactly the noted entries.
  func areReadable(first byteCount: Int) -> Bool {
    let range = unsafe range
    do { try check(0..<byteCount, from: range.lowerBound, count: range.count) } catch {
      return false
    }
    return true
  }

  /// Passes the entries in some of the bytes to `visit` until it returns false.
  private func read(
    _ bytes: Range<Int>, from first: UInt64,
    _ visit: (EncodedEntry) throws(ByteReader.Malformed) -> Bool
  ) throws(LedgerError) {
    var sequence = first
    do throws(ByteReader.Malformed) {
      try unsafe body.withBytes(first: bytes.upperBound) {
        (body) throws(ByteReader.Malformed) in
        try unsafe body.extracting(bytes).withUnsafeBytes {
          (bytes) throws(ByteReader.Malformed) in
          var reader = unsafe ByteReader(bytes)
          while !reader.isAtEnd {
            let body = try reader.slice(try reader.varint())
            let entry = EncodedEntry(body: body, sequence: sequence, posted: posted)
            if try !visit(entry) { return }
            sequence += 1
          }
        }
      }
    } catch {
      throw LedgerError(
        .damaged,
        "entry \(sequence) was encoded wrongly, and not written: \(error.reason); "
          + "report this as a defect")
    }
  }
}

/// The entries of the log, and after them those that are not written yet.
struct DecidedEntries: RecordReader {
  let log: RecordLog
  // Sound: a leader makes it for itself, and passes it only to the decider.
  nonisolated(unsafe) let unwritten: UnwrittenEntries

  func record(at sequence: UInt64) throws(LedgerError) -> Record {
    if let record = try unsafe unwritten.record(at: sequence) { return record }
    return try log.record(at: sequence)
  }
}
