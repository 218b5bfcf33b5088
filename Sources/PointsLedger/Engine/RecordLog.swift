internal import LedgerStorage

/// The entries of a log store, one by one.
struct RecordLog: RecordReader {
  let store: LogStore

  func record(at sequence: UInt64) throws(LedgerError) -> Record {
    guard
      let frame = try translating({ () throws(StorageError) in
        try store.frame(containing: sequence)
      })
    else {
      throw LedgerError(.outOfRange, "there is no entry \(sequence)")
    }
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

  /// Shows every entry from `sequence` on, in log order, until `visit` returns false.
  func forEach(
    from sequence: UInt64, _ visit: (Record) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    func show(_ info: FrameInfo, _ body: RawSpan) throws(LedgerError) -> Bool {
      try unsafe body.withUnsafeBytes { (bytes) throws(LedgerError) -> Bool in
        var reader = unsafe ByteReader(bytes)
        return try forEach(in: &reader, of: info, from: sequence, visit)
      }
    }
    try store.replay(from: sequence, failing: { LedgerError($0) }, show)
  }

  private func forEach(
    in reader: inout ByteReader, of info: FrameInfo, from sequence: UInt64,
    _ visit: (Record) throws(LedgerError) -> Bool
  ) throws(LedgerError) -> Bool {
    for number in info.sequences {
      let record: Record
      do throws(ByteReader.Malformed) {
        if number < sequence {
          let count = try reader.varint()
          _ = try reader.slice(count)
          continue
        }
        record = try Record.decode(from: &reader, sequence: number, posted: info.clock)
      } catch { throw damaged(number, info, error) }
      if try !visit(record) { return false }
    }
    guard reader.isAtEnd else {
      throw LedgerError(
        .damaged,
        "\(store.path(of: info.log)), offset \(info.offset): bytes follow the frame's last entry")
    }
    return true
  }

  private func damaged(
    _ sequence: UInt64, _ info: FrameInfo, _ error: ByteReader.Malformed
  ) -> LedgerError {
    LedgerError(
      .damaged,
      "\(store.path(of: info.log)), offset \(info.offset), entry \(sequence): \(error.reason); "
        + "nothing was changed: restore a backup")
  }
}
