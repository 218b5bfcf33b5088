/// The figures of one side, with a value of each for every round.
struct Figures {
  private var values: [Figure: [Double]] = [:]

  mutating func add(_ figure: Figure, _ value: Double) { values[figure, default: []].append(value) }

  /// Returns the median of the rounds, or nil if the figure was not measured.
  func median(of figure: Figure) -> Double? { values[figure].map { ledger_bench.median($0) } }

  mutating func add(_ report: ImportReport) {
    add(.imports, report.rate)
    add(.closing, report.closing * 1e3)
    add(.anonymousMemory, report.anonymousMemory)
    add(.residentMemory, report.residentMemory)
  }

  /// Measures everything that concerns an imported ledger or database, before anything is added to
  /// it.
  mutating func measure(_ side: any Side, _ survey: Survey) throws {
    let size = try side.size()
    add(.size, Double(size.total) / Double(survey.rows))
    add(.history, Double(size.history) / Double(survey.rows))
    add(.indexes, Double(size.indexes) / Double(survey.rows))
    var times: [Double] = []
    for number in 0..<15 {
      let member = survey.members[number % survey.members.count]
      times.append(try side.open(member: member, asOf: survey.end))
    }
    add(.opening, ledger_bench.median(times) * 1e3)
    let lookups = try side.lookups(of: survey)
    add(.firstBalance, lookups.balance.first)
    add(.balance, lookups.balance.again)
    add(.regular, lookups.regular.again)
    add(.reference, lookups.reference.again)
  }
}
