import Glibc
import PointsLedger

extension Ledger.Options {
  /// The options with which commands open ledgers.
  ///
  /// With `POINTSLEDGER_LOG_BYTES` in the environment, logs end and are sealed after this many
  /// bytes. With `POINTSLEDGER_MEMORY` the state takes about this many. Tests use them to get seals
  /// and runs in small ledgers. With `POINTSLEDGER_CLOCK` the clock stands still at this instant:
  /// tests let it jump. A value that is none is an error: a post at another time cannot be undone.
  static var commandLine: Ledger.Options {
    get throws(CommandFailure) {
      var options = Ledger.Options()
      if let count = try number("POINTSLEDGER_LOG_BYTES") { options.limitLogs(toBytes: count) }
      options.memory = try number("POINTSLEDGER_MEMORY")
      if let instant = try instant("POINTSLEDGER_CLOCK") {
        options.clock = StoppedClock(instant: instant)
      }
      options.calendar = SystemCalendar()
      return options
    }
  }

  private static func number(_ name: String) throws(CommandFailure) -> Int? {
    guard let text = text(name) else { return nil }
    guard let number = Int(text), number > 0 else {
      throw CommandFailure(
        .usage, "the variable \(name) is `\(text)`: write a number of bytes, or unset it")
    }
    return number
  }

  private static func instant(_ name: String) throws(CommandFailure) -> Instant? {
    guard let text = text(name) else { return nil }
    do throws(InstantTextError) {
      return try Instant(text)
    } catch {
      throw CommandFailure(
        .usage, "the variable \(name) is `\(text)`: \(error); correct it, or unset it")
    }
  }

  private static func text(_ name: String) -> String? {
    let text = unsafe getenv(name).map { unsafe String(cString: $0) }
    return text?.isEmpty == true ? nil : text
  }
}

/// A clock that stands still.
private struct StoppedClock: LedgerClock {
  let instant: Instant

  func now() -> Instant { instant }
}
