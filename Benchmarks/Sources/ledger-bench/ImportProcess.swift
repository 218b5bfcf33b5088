import Glibc

/// An import in a child process, so that its peak of memory is its own.
enum ImportProcess {
  static let command = "import-side"

  /// Runs in the child process: imports, and reports to the parent in lines of output.
  static func run(_ contender: Contender, path: String, file: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    var next = 1_000_000
    var decided = 0.0
    let counts = try contender.side(at: path).importFile(file) { rows in
      decided = (clock.now - start).inSeconds
      guard rows >= next else { return }
      next = (rows / 1_000_000 + 1) * 1_000_000
      print("mark \(rows) \(decided)")
      fflush(nil)
    }
    let time = (clock.now - start).inSeconds
    print(
      "done \(time) \(decided) "
        + "\(counts.rows) \(counts.posted) \(counts.refused) \(counts.duplicates)")
  }

  /// Starts a child process and waits for its end. Calls `mark` for each million rows.
  static func start(
    _ contender: Contender, path: String, file: String, mark: (ImportReport) -> Void = { _ in }
  ) -> ImportReport {
    let child = ChildProcess([command, contender.rawValue, path, file])
    var report = ImportReport()
    child.follow { line in
      let words = line.split(separator: " ")
      let numbers = words.dropFirst().compactMap { Double($0) }
      if words.first == "mark", numbers.count == 2 {
        report.marks.append(ImportReport.Mark(rows: Int(numbers[0]), seconds: numbers[1]))
        mark(report)
      } else if words.first == "done", numbers.count == 6 {
        report.seconds = numbers[0]
        report.closing = numbers[0] - numbers[1]
        report.counts = ImportCounts(
          rows: Int(numbers[2]), posted: Int(numbers[3]), refused: Int(numbers[4]),
          duplicates: Int(numbers[5]))
      } else {
        print(line)
      }
    }
    guard report.seconds > 0 else { fatalError("the import into \(contender.name) told nothing") }
    report.anonymousMemory = child.peakAnonymous
    report.residentMemory = child.peakResident
    return report
  }
}
