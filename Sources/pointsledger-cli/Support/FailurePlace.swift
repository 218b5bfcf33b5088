import PointsLedger

/// Where a failure happened, as far as that is known.
struct FailurePlace {
  var file: String?
  /// In the file, from 1.
  var line: Int?
  /// The column of a CSV file, or the key of a JSON line.
  var column: String?
  var sequence: UInt64?
  /// In the file, in bytes.
  var offset: UInt64?

  init(file: String? = nil, line: Int? = nil) {
    self.file = file
    self.line = line
  }

  init(_ place: LedgerError.Place?) {
    file = place?.file
    offset = place?.offset
    sequence = place?.sequence?.value
  }

  init(_ error: InterchangeError, in file: String) {
    self.file = file
    line = error.line > 0 ? error.line : nil
    column = error.column
  }
}
