/// A log that is no longer written, and not sealed yet. Its descriptor stays open: its name may
/// disappear at any time, when the log has been sealed.
struct OpenLog: Sendable {
  let record: LogRecord
  let end: LogRecord.End
  let file: any File
  let header: FileHeader
  /// Nil until the log has been read.
  var learnt: EndedLog?
}
