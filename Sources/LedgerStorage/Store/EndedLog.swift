/// What is known of a log that is no longer written, once it has been read and checked.
struct EndedLog: Sendable {
  let salt: UInt32
  /// Its frames with entries.
  let frames: [FrameStart]
  /// Of its last frame.
  let clock: Int64?
}
