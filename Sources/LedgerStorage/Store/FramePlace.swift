/// Where to look for the frame with a sequence number.
struct FramePlace: Sendable {
  let name: LogName
  let file: any File
  let salt: UInt32
  /// The log, if it has ended.
  let ended: OpenLog?
  /// That frame, or in an ended log a frame at most a stride before it. Nil if the log has not been
  /// read yet.
  var start: FrameStart?
}
