import Glibc
import PointsLedger

extension Ledger.Options {
  /// How the command line opens ledgers.
  ///
  /// With `POINTSLEDGER_LOG_BYTES` in the environment, logs end and are sealed after so many bytes,
  /// with `POINTSLEDGER_MEMORY` the state takes about so many: so that tests see seals and runs on small
  /// ledgers.
  static var commandLine: Ledger.Options {
    var options = Ledger.Options()
    if let count = number("POINTSLEDGER_LOG_BYTES") { options.limitLogs(toBytes: count) }
    options.memory = number("POINTSLEDGER_MEMORY")
    return options
  }

  private static func number(_ name: String) -> Int? {
    unsafe getenv(name).flatMap { unsafe Int(String(cString: $0)) }
  }
}
