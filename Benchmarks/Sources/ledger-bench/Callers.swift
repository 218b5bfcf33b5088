import PointsLedger

/// Durable posts by many callers at once, on both sides in turn.
///
/// Each caller posts again when its last post is answered. On SQLite's side the callers share one
/// connection behind a mutex. With a connection each they would sleep while another writes, and
/// achieve less.
enum Callers {
  private static let counts = [1, 4, 16, 64]
  private static let rounds = 3

  /// Prints posts per second for each number of callers: the medians of the rounds, and their
  /// ratio.
  ///
  /// - Parameter seconds: How long each side posts in a round, for each number of callers.
  static func measure(directory: String, seconds: Int) throws {
    print("callers       ledger       SQLite  times better  (posts a second)")
    for count in counts {
      var rates: [Contender: [Double]] = [:]
      for round in 0..<rounds {
        for contender in round.isMultiple(of: 2)
          ? [Contender.ledger, .sqlite] : [.sqlite, .ledger]
        {
          let path = "\(directory)/\(contender.rawValue)-\(count)-\(round)"
          let rate =
            contender == .ledger
            ? try ledger(at: path, count, seconds) : sqlite(at: path, count, seconds)
          rates[contender, default: []].append(rate)
        }
      }
      let (ours, theirs) = (median(rates[.ledger] ?? []), median(rates[.sqlite] ?? []))
      let columns = [
        String(count), Table.number(ours), Table.number(theirs), Table.number(ours / theirs),
      ]
      print(Table.line(columns, widths: [7, 13, 13, 14]))
    }
  }

  static func ledger(at path: String, _ count: Int, _ seconds: Int) throws -> Double {
    let ledger = try Ledger.create(at: path)
    let rate = rate(of: count, seconds) { caller, number in
      guard let reference = Reference("S\(caller)-T1-\(number)"),
        case .posted? = try? ledger.post(
          .earn(10, for: LedgerSide.identifier("m\(number % 10_000)"), reference: reference))
      else { fatalError("post \(number) of caller \(caller) failed") }
    }
    try ledger.close()
    return rate
  }

  private static func sqlite(at path: String, _ count: Int, _ seconds: Int) -> Double {
    let database = SharedDatabase(path: path)
    let rate = rate(of: count, seconds) { caller, number in
      database.post(member: "m\(number % 10_000)", reference: "S\(caller)-T1-\(number)")
    }
    database.close()
    return rate
  }

  /// Returns posts per second for `count` callers, each on a separate thread.
  static func rate(
    of count: Int, _ seconds: Int,
    _ post: @escaping @Sendable (_ caller: Int, _ number: Int) -> Void
  ) -> Double {
    let (clock, limit) = (ContinuousClock(), Duration.seconds(seconds))
    let start = clock.now
    let threads = (0..<count).map { caller in
      CountingThread {
        var number = 0
        while start.duration(to: clock.now) < limit {
          post(caller, number)
          number += 1
        }
        return number
      }
    }
    let total = threads.reduce(0) { $0 + $1.join() }
    let taken = start.duration(to: clock.now)
    return Double(total)
      / (Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18)
  }
}
