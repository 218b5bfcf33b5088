import LedgerTestSupport

@testable import PointsLedger

/// What a ledger answers about a span: for comparisons before and after a compaction.
struct Answers: Equatable {
  private var lines: [String] = []

  /// - Parameters:
  ///   - instants: At or after the instant of every compaction; ascending.
  ///   - range: The sequence numbers to ask about.
  init(
    of ledger: Ledger, _ members: [MemberIdentifier], at instants: [Instant],
    in range: Range<UInt64>
  ) throws {
    func note(_ name: String, _ answer: Any) { lines.append("\(name): \(answer)") }
    for (number, instant) in instants.enumerated() {
      note("balances \(instant)", try ledger.balances(asOf: instant))
      let cut: ReportCut = number % 2 == 0 ? .before(instant) : .asOf(instant)
      note("liability \(cut)", try ledger.liability(at: cut))
      note("ageing \(cut)", try ledger.ageing(at: cut))
      // Each reads all entries, so not every one is asked for at every instant.
      if number % 3 == 0 { note("expiring \(cut)", try ledger.expiring(at: cut, by: .day)) }
      if number % 3 == 1 { note("cohorts \(cut)", try ledger.cohorts(at: cut)) }
      if number % 3 == 2 { note("lapsed \(cut)", try ledger.lapsed(at: cut, days: 3)) }
      for member in members {
        let lots = try? ledger.lots(of: member, asOf: instant)
        note("lots of \(member) \(instant)", lots as Any)
      }
    }
    for (number, (from, to)) in zip(instants, instants.dropFirst()).enumerated() where from < to {
      note("rollforward \(from)", try ledger.rollforward(from: from, to: to))
      guard number % 4 == 0 else { continue }
      note("by day \(from)", try ledger.rollforward(from: from, to: to, by: .day))
      note("by campaign \(from)", try ledger.rollforward(from: from, to: to, split: .campaign))
      note("retention \(from)", try ledger.retention(from: from, to: to, days: 5))
      note("repeat \(from)", try ledger.repeatShare(from: from, to: to))
      note("basis \(from)", try ledger.averageBasis(from: from, to: to))
    }
    for sequence in stride(from: range.lowerBound, to: range.upperBound, by: range.count / 5 + 1) {
      let place = SequenceNumber(sequence)
      note("balances at \(sequence)", try ledger.balances(atSequence: place))
      note("entry \(sequence)", try ledger.entry(at: place).map { line($0) } as Any)
      note("uses \(sequence)", try ledger.uses(of: place))
    }
  }

  /// The first answer that differs.
  func difference(from other: Answers) -> String? {
    for (one, two) in zip(lines, other.lines) where one != two { return "\(one)\n\(two)" }
    return lines.count == other.lines.count ? nil : "\(lines.count) and \(other.lines.count)"
  }
}
