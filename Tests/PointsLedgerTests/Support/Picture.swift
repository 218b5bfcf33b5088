import PointsLedger
import Testing

/// Every account as of several instants: balances, lots and held points.
struct Picture: Equatable {
  struct Moment: Equatable {
    let instant: Instant
    let balances: [AccountBalance]
    let lots: [[LotView]]
  }

  let moments: [Moment]

  init(of ledger: Ledger, at instants: [Instant]) throws {
    moments = try instants.map { instant in
      let balances = try ledger.balances(asOf: instant)
      return Moment(
        instant: instant, balances: balances,
        lots: try balances.map {
          try ledger.lots(of: $0.member, unit: $0.unit, asOf: instant)
        })
    }
  }

  /// The instants around which something happened to any account, each with the millisecond before.
  static func instants(of ledger: Ledger) throws -> [Instant] {
    var instants: Set<Instant> = []
    try ledger.forEachEntry { entry in
      for instant in [
        entry.effective, entry.post.activates?.instant, entry.post.expires?.instant,
      ] {
        guard let instant, instant > .epoch else { continue }
        instants.insert(instant)
        instants.insert(instant.before)
      }
      return true
    }
    return instants.sorted()
  }
}

/// Checks the invariants of every account at every instant.
func expectSound(
  _ ledger: Ledger, asOf instants: [Instant], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  for instant in instants {
    for account in try ledger.balances(asOf: instant) {
      let balance = account.balance
      let comment: Comment =
        "\(account.member) \(account.unit) at \(instant.milliseconds): \(balance.split)"
      #expect(balance.split.allSatisfy { $0 >= 0 }, comment, sourceLocation: sourceLocation)
      #expect(
        balance.arrears == 0 || (balance.available == 0 && balance.pending == 0), comment,
        sourceLocation: sourceLocation)
      let lots = try ledger.lots(of: account.member, unit: account.unit, asOf: instant)
      let remaining = lots.reduce(0) { $0 + $1.remaining.minorUnits }
      let held = lots.reduce(0) { $0 + $1.held.minorUnits }
      let pending = lots.reduce(0) {
        $0 + ($1.isPending ? $1.remaining.minorUnits - $1.held.minorUnits : 0)
      }
      #expect(
        [remaining - held - pending, pending, held] == Array(balance.split.prefix(3)), comment,
        sourceLocation: sourceLocation)
    }
  }
}
