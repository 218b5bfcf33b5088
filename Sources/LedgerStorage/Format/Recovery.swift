/// The content of a log without a writer, decided from its bytes alone. See spec/files.md,
/// Recovery.
struct Recovery: Equatable, Sendable {
  enum Verdict: Sendable, CaseIterable {
    /// The log ends where its valid frames end.
    case end
    /// They are followed by an unfinished write.
    case torn
    /// They are followed by bytes that are either an unfinished write or rot.
    case ambiguous
    /// Durable frames are unreadable.
    case damaged
  }

  let verdict: Verdict
  /// X: the end of the valid frames, with what the next frame must continue.
  let position: LogPosition
  /// D: the log was durable at least to here, in bytes.
  let durableEnd: Int
  /// Z: the end of the bytes that are not zero, at least X.
  let tailEnd: Int
  /// From here to X a writer writes everything again: nothing shows that it was synced.
  let unprovenStart: Int
  /// The frames with entries before X.
  let frames: [FrameStart]
  /// The reason why the log is damaged.
  let damage: String?

  /// - Parameters:
  ///   - log: The whole file.
  ///   - header: The header in its first sector.
  ///   - ack: The content of the file `ack`, whatever log it is about.
  init(of log: RawSpan, header: FileHeader, ack: Ack?) {
    let ack = ack.flatMap { $0.logID == header.fileID.high ? $0 : nil }
    var position = LogPosition(startOf: header)
    var frames: [FrameStart] = []
    var proven = Sector.byteCount
    var ackIsConfirmed = ack.map { Self.confirms(position, $0) } ?? true
    var reader = FrameReader()
    while let frame = reader.read(log, base: 0, at: position) {
      position.advance(past: frame)
      proven = max(proven, frame.durableOffset)
      if frame.kind == .entries { frames.append(FrameStart(frame)) }
      if let ack, Self.confirms(position, ack) { ackIsConfirmed = true }
    }
    let end = position.offset
    let tail = Self.tail(of: log, from: end, salt: header.salt)
    let ackEnd = Int(clamping: ack?.durableOffset ?? 0)

    self.position = position
    self.frames = frames
    unprovenStart = min(end, ackIsConfirmed ? max(proven, ackEnd) : proven)
    durableEnd = max(proven, ackEnd, tail.durableEnd, position.isAfterClose ? end : 0)
    tailEnd = max(end, tail.end)
    if end < durableEnd {
      damage = "no valid frame is here, although the log was durable to offset \(durableEnd)"
    } else if !ackIsConfirmed {
      damage = "the file ack does not fit the log's frames"
    } else {
      damage = nil
    }
    verdict =
      if damage != nil {
        .damaged
      } else if tailEnd == end {
        .end
      } else if Self.hasZeroSector(log, in: end..<tailEnd) {
        .torn
      } else {
        .ambiguous
      }
  }

  private static func confirms(_ position: LogPosition, _ ack: Ack) -> Bool {
    ack.durableOffset == UInt64(position.offset) && ack.nextSequence == position.nextSequence
  }

  /// The bytes after the valid frames: the end of those that are not zero, and the durable end
  /// according to the headers among them.
  private static func tail(
    of log: RawSpan, from start: Int, salt: UInt32
  ) -> (end: Int, durableEnd: Int) {
    var (end, durableEnd) = (start, 0)
    for offset in stride(from: start, to: log.byteCount, by: Sector.byteCount) {
      let next = min(offset + Sector.byteCount, log.byteCount)
      if log.extracting(offset..<next).isZero { continue }
      end = max(end, next)
      guard let header = FrameReader.header(log, base: 0, at: offset, salt: salt) else { continue }
      durableEnd = max(durableEnd, header.durableOffset)
      if header.kind == .close { durableEnd = max(durableEnd, header.end) }
      if offset == start { end = max(end, min(header.end, log.byteCount)) }
    }
    return (end, durableEnd)
  }

  private static func hasZeroSector(_ log: RawSpan, in range: Range<Int>) -> Bool {
    for offset in stride(from: range.lowerBound, to: range.upperBound, by: Sector.byteCount) {
      let sector = offset..<min(offset + Sector.byteCount, range.upperBound)
      if log.extracting(sector).isZero { return true }
    }
    return false
  }
}
