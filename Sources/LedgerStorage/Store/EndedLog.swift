/// Facts about a log that is no longer written, known once it has been read and checked.
struct EndedLog: Sendable {
  /// The distance in bytes between remembered frames, unless a single frame is longer.
  static let stride = 64 << 10

  /// Some of its frames with entries, including the first. They suffice to find any other frame
  /// nearby, in memory that does not grow with the number of frames.
  let landmarks: [FrameStart]
  /// The clock of its last frame.
  let clock: Int64?

  /// - Parameter frames: All its frames with entries.
  init(frames: [FrameStart], clock: Int64?) {
    self.clock = clock
    var landmarks: [FrameStart] = []
    for frame in frames {
      if let last = landmarks.last, Int(frame.offset - last.offset) < Self.stride { continue }
      landmarks.append(frame)
    }
    self.landmarks = landmarks
  }
}
