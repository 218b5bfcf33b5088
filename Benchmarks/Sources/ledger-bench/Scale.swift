import Glibc

/// The large measurement: one import of a file of any size, with the cost of every million rows.
enum Scale {
  static func run(directory: String, file: String, againstSQLite: Bool) throws {
    let survey = Survey(file)
    print("\(file): \(survey.rows) rows")
    let ledger = try side(.ledger, "\(directory)/ledger", file, survey)
    guard againstSQLite else {
      print("")
      Table.showMarks(ledger.report, nil)
      return Table.show(ledger.figures, nil)
    }
    let sqlite = try side(.sqlite, "\(directory)/sqlite", file, survey)
    Comparison.check(ledger.report, sqlite.report)
    Comparison.start(ledger: "\(directory)/ledger", sqlite: "\(directory)/sqlite", asOf: survey.end)
    print("")
    Table.showMarks(ledger.report, sqlite.report)
    Table.show(ledger.figures, sqlite.figures)
  }

  private static func side(
    _ contender: Contender, _ path: String, _ file: String, _ survey: Survey
  ) throws -> (report: ImportReport, figures: Figures) {
    let report = ImportProcess.start(contender, path: path, file: file) { report in
      guard let mark = report.marks.last, let rate = report.ratesOfMarks.last else { return }
      print("\(contender.name): row \(mark.rows), \(Table.number(rate)) rows/s")
      fflush(nil)
    }
    let counts = report.counts
    print(
      "\(contender.name): \(counts.rows) rows in \(Table.number(report.seconds)) s, "
        + "\(Table.number(report.rate)) rows/s; \(counts.posted) posted, \(counts.refused) refused, "
        + "\(counts.duplicates) posted before")
    fflush(nil)
    var figures = Figures()
    figures.add(report)
    try figures.measure(contender.side(at: path), survey)
    return (report, figures)
  }
}
