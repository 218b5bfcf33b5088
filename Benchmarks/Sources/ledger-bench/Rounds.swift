import Glibc

/// The small measurement: all figures, on both sides, several times.
enum Rounds {
  private static let durablePosts = 1_000
  private static let lots = 10_000

  static func run(directory: String, rows: Int, rounds: Int) throws {
    let file = "\(directory)/rows.csv"
    var workload = Workload(seed: 42)
    workload.write(rows: rows, members: max(rows / 10, 1), to: file)
    let survey = Survey(file)
    var figures: [Contender: Figures] = [.ledger: Figures(), .sqlite: Figures()]
    for round in 0..<rounds {
      // The first contender finds a quieter medium, so the order alternates.
      let order: [Contender] = round.isMultiple(of: 2) ? [.ledger, .sqlite] : [.sqlite, .ledger]
      func path(_ contender: Contender) -> String { "\(directory)/\(contender.rawValue)-\(round)" }
      var reports: [Contender: ImportReport] = [:]
      for contender in order {
        let report = ImportProcess.start(contender, path: path(contender), file: file)
        figures[contender]?.add(report)
        reports[contender] = report
      }
      guard let ours = reports[.ledger], let theirs = reports[.sqlite] else { return }
      Comparison.check(ours, theirs)
      let counts = ours.counts
      print(
        "round \(round + 1): \(counts.posted) posted, \(counts.refused) refused, "
          + "\(counts.duplicates) posted before on both sides")
      Comparison.start(ledger: path(.ledger), sqlite: path(.sqlite), asOf: survey.end)
      for contender in order {
        let side = contender.side(at: path(contender))
        try figures[contender]?.measure(side, survey)
        figures[contender]?.add(.durablePost, try side.durablePosts(durablePosts))
        let other = contender.side(at: path(contender) + "-lots")
        figures[contender]?.add(.redemption, try other.redemptions(fromLots: lots))
      }
    }
    print("\n\(rows) rows, medians of \(rounds) rounds\n")
    Table.show(figures[.ledger] ?? Figures(), figures[.sqlite])
  }
}
