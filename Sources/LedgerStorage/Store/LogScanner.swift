/// Reads logs whose end is known, checks every frame, and visits them one by one. It reuses its
/// buffers from log to log.
struct LogScanner: ~Copyable {
  private var buffer: [UInt8] = []
  private var reader = FrameReader()

  /// Visits every frame from `position` to the offset `end`, close frames included, until `visit`
  /// returns false. Returns the position at which it stopped.
  ///
  /// - Parameter failing: Converts a storage error to the visitor's error type: if the file cannot
  ///   be read, or (`damaged`) if there is no valid frame before the end, or a frame extends beyond
  ///   it.
  mutating func scan<Failure: Error>(
    _ file: any File, path: String, from position: LogPosition, to end: Int,
    failing: (StorageError) -> Failure,
    _ visit: (FrameHeader, RawSpan) throws(Failure) -> Bool
  ) throws(Failure) -> LogPosition {
    var position = position
    let base = position.offset
    guard base < end else { return position }
    // Moved out of self during the scan, so that the compiler sees separate variables.
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
  /// The same, for a visitor that throws only storage errors.
  mutating func scan(
    _ file: any File, path: String, from position: LogPosition, to end: Int,
    _ visit: (FrameHeader, RawSpan) throws(StorageError) -> Bool
  ) throws(StorageError) -> LogPosition {
    try scan(file, path: path, from: position, to: end, failing: { $0 }, visit)
  }
}
