/// What is known of a log that is no longer written, once it has been read and checked.
struct EndedLog: Sendable {
  /// From one frame that is remembered to the next, in bytes, unless that one frame is longer.
  static let stride = 64 << 10

  /// Some of its frames with entries, the first among them: enough to find any other close behind, in
  /// memory that does not grow with the number of frames.
  let landmarks: [FrameStart]
  /// Of its last frame.
  let clock: Int64?

  /// - Parameter frames: all its frames with entries.
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
