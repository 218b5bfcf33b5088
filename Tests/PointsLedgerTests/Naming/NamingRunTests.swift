import LedgerTestSupport
import Testing

@testable import PointsLedger

/// Random histories in which identifiers change hands, entries come late and the clock jumps: at 20
/// instants of each, and now, all answers agree about who has what. `POINTSLEDGER_NAMING_HISTORIES`
/// is their number (by default few enough for a debug build), `POINTSLEDGER_NAMING_SEED` the seed of
/// the first; each further one has the next. Half of them begin a million seeds later, so that two
/// cores have work.
@Suite struct NamingRunTests {
  static let histories = Environment.number("POINTSLEDGER_NAMING_HISTORIES") ?? 12
  static let seed = Environment.number("POINTSLEDGER_NAMING_SEED") ?? 1

  /// The number of histories that may fail before a run is stopped.
  private static let maximumReports = 5

  @Test(arguments: [0, 1])
  func allAnswersAgree(_ half: Int) throws {
    let first = UInt64(Self.seed + half * 1_000_000)
    var (reports, handovers, late) = (0, 0, 0)
    var seed = first
    while seed < first + UInt64(Self.histories / 2), reports < Self.maximumReports {
      var random = SeededGenerator(seed: seed ^ 0x5EED)
      let run = try RandomLedger(seed: seed, commands: random.within(20...70), focus: .names)
      do {
        try NamingAgreement(run).check(&random, withJournal: seed % 8 == 0)
      } catch let difference as NamingAgreement.Disagreement {
        Issue.record("seed \(seed): \(difference.what)\n\(try run.log())")
        reports += 1
      }
      handovers += run.model.state.namings.count { $0.effective > $0.occurred }
      late += run.model.state.entries.count { $0.effective > $0.occurred }
      try run.ledger.close()
      seed += 1
    }
    print("seeds \(first)..<\(seed): \(late) late entries, \(handovers) of them about identifiers")
  }
}

extension RandomLedger {
  /// The log in one line for each entry, for a report.
  fileprivate func log() throws -> String {
    var lines: [String] = []
    try ledger.forEachEntry { entry in
      let post = entry.kind == .refusal ? "\(entry.kind.name) " : ""
      lines.append("  #\(entry.sequence) \(entry.effective.hours) \(post)\(entry.post.line)")
      return true
    }
    return lines.joined(separator: "\n")
  }
}
