/// The result of an import in a child process.
struct ImportReport {
  /// The time that had passed after a number of rows.
  struct Mark {
    var rows: Int
    var seconds: Double
  }

  var counts = ImportCounts()
  /// The whole import: from its start until everything is durable and closed.
  var seconds = 0.0
  /// The part of `seconds` after the last row was decided.
  var closing = 0.0
  /// One mark for each million rows.
  var marks: [Mark] = []
  /// The peak of memory in MiB: without mapped files, and in total.
  var anonymousMemory = 0.0
  var residentMemory = 0.0

  var rate: Double { Double(counts.rows) / seconds }

  /// Rows per second between the marks; the first rate counts from the start.
  var ratesOfMarks: [Double] {
    var before = Mark(rows: 0, seconds: 0)
    return marks.map { mark in
      defer { before = mark }
      return Double(mark.rows - before.rows) / (mark.seconds - before.seconds)
    }
  }
}
