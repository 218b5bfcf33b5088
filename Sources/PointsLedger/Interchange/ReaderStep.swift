/// What came of an attempt to read a row.
enum ReaderStep {
  case row
  /// No whole row is there, and reading on would wait.
  case paused
  case end
}
