/// Where the frame with some sequence number is.
struct FramePlace: Sendable {
  let name: LogName
  let file: any File
  let salt: UInt32
  /// The log, if it has ended.
  let ended: OpenLog?
  /// That frame, or in an ended log one that is at most a stride before it. Nil where the log has not
  /// been read yet.
  var start: FrameStart?
}
