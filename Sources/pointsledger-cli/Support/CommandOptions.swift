import Glibc
import PointsLedger

extension Ledger.Options {
  /// How the command line opens ledgers.
  ///
  /// With `POINTSLEDGER_LOG_BYTES` in the environment, logs end and are sealed after so many bytes:
  /// so that tests see seals on small ledgers.
  static var commandLine: Ledger.Options {
    var options = Ledger.Options()
    if let text = unsafe getenv("POINTSLEDGER_LOG_BYTES"),
      let count = unsafe Int(String(cString: text))
    {
      options.limitLogs(toBytes: count)
    }
    return options
  }
}
