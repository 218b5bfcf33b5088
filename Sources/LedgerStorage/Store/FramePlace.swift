/// Where the frame with some sequence number is.
struct FramePlace: Sendable {
  let record: LogRecord
  /// The log's place in the manifest.
  let logIndex: Int
  /// The active log's file; nil for an ended log.
  let file: (any File)?
  var salt: UInt32
  /// That frame, or in an ended log one that is at most a stride before it. Nil where the log has not
  /// been read yet.
  var start: FrameStart?
}
