import Glibc
import PointsLedger

extension Ledger.Options {
  /// The options with which commands open ledgers.
  ///
  /// With `POINTSLEDGER_LOG_BYTES` in the environment, logs end and are sealed after this many
  /// bytes. With `POINTSLEDGER_MEMORY` the state takes about this many. Tests use them to get seals
  /// and runs in small ledgers.
  static var commandLine: Ledger.Options {
    var options = Ledger.Options()
    if let count = number("POINTSLEDGER_LOG_BYTES") { options.limitLogs(toBytes: count) }
    options.memory = number("POINTSLEDGER_MEMORY")
    options.calendar = SystemCalendar()
    return options
  }

  private static func number(_ name: String) -> Int? {
    unsafe getenv(name).flatMap { unsafe Int(String(cString: $0)) }
  }
}
