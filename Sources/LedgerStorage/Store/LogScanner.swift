/// Reads logs whose extent is known, checks every frame, and shows them one by one. It keeps its
/// buffers from log to log.
struct LogScanner: ~Copyable {
  private var buffer: [UInt8] = []
  private var reader = FrameReader()

  /// Shows every frame from `position` to the offset `end`, close frames too, until `visit` gives
  /// false. Gives the position at which it stopped.
  ///
  /// - Parameter failing: makes the visitor's kind of error of a storage error: where the file cannot
  ///   be read, or (`damaged`) where there is no valid frame before the end, or one across it.
  mutating func scan<Failure: Error>(
    _ file: any File, path: String, from position: LogPosition, to end: Int,
    failing: (StorageError) -> Failure,
    _ visit: (FrameHeader, RawSpan) throws(Failure) -> Bool
  ) throws(Failure) -> LogPosition {
    var position = position
    let base = position.offset
    guard base < end else { return position }
    // Out of self for the time of the scan: the compiler keeps the two apart then.
    var buffer: [UInt8] = []
    var reader = FrameReader()
    swap(&buffer, &self.buffer)
    swap(&reader, &self.reader)
    defer {
      swap(&buffer, &self.buffer)
      swap(&reader, &self.reader)
    }
    let count: Int
    do { count = try file.read(end - base, at: UInt64(base), into: &buffer) } catch {
      throw failing(error)
    }
    let bytes = buffer.rawSpan.extracting(0..<count)
    while position.offset < end {
      guard let frame = reader.read(bytes, base: base, at: position) else {
        throw failing(
          StorageError(
            .damaged, "no valid frame is here, although the log goes on to offset \(end)",
            path: path, offset: UInt64(position.offset)))
      }
      position.advance(past: frame)
      if try !visit(frame, reader.body) { break }
    }
    return position
  }
}

extension LogScanner {
  /// The same, for a visitor that throws nothing but storage errors.
  mutating func scan(
    _ file: any File, path: String, from position: LogPosition, to end: Int,
    _ visit: (FrameHeader, RawSpan) throws(StorageError) -> Bool
  ) throws(StorageError) -> LogPosition {
    try scan(file, path: path, from: position, to: end, failing: { $0 }, visit)
  }
}
