import Glibc
import PointsLedger

extension Ledger.Options {
  /// The options with which commands open ledgers.
  ///
  /// With `POINTSLEDGER_LOG_BYTES` in the environment, logs end and are sealed after this many
  /// bytes. With `POINTSLEDGER_MEMORY` the state takes about this many. Tests use them to get seals
  /// and runs in small ledgers. With `POINTSLEDGER_CLOCK` the clock stands still at this instant:
  /// tests let it jump.
  static var commandLine: Ledger.Options {
    var options = Ledger.Options()
    if let count = number("POINTSLEDGER_LOG_BYTES") { options.limitLogs(toBytes: count) }
    options.memory = number("POINTSLEDGER_MEMORY")
    if let instant = text("POINTSLEDGER_CLOCK").flatMap({ try? Instant($0) }) {
      options.clock = StoppedClock(instant: instant)
    }
    options.calendar = SystemCalendar()
    return options
  }

  private static func number(_ name: String) -> Int? {
    text(name).flatMap { Int($0) }
  }

  private static func text(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}

/// A clock that stands still.
private struct StoppedClock: LedgerClock {
  let instant: Instant

  func now() -> Instant { instant }
}
