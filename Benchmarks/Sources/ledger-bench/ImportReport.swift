/// What an import in a process of its own came to.
struct ImportReport {
  /// After so many rows so much time had passed.
  struct Mark {
    var rows: Int
    var seconds: Double
  }

  var counts = ImportCounts()
  /// From nothing until all is durable and closed.
  var seconds = 0.0
  /// Of these, from when the last row was decided.
  var closing = 0.0
  /// One at each million rows.
  var marks: [Mark] = []
  /// The peak of memory that is not of a mapped file, and of all, in MiB.
  var anonymousMemory = 0.0
  var residentMemory = 0.0

  var rate: Double { Double(counts.rows) / seconds }

  /// Rows a second between the marks, the first from nothing.
  var ratesOfMarks: [Double] {
    var before = Mark(rows: 0, seconds: 0)
    return marks.map { mark in
      defer { before = mark }
      return Double(mark.rows - before.rows) / (mark.seconds - before.seconds)
    }
  }
}
