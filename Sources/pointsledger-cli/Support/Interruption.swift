import Glibc
import Synchronization

/// Ctrl-C and a request to terminate, noted rather than obeyed at once, so that what is under way
/// ends soundly. A second one ends the process.
enum Interruption {
  /// The number of the signal that came; 0: none.
  private static let signal = Atomic<Int32>(0)

  /// Notes these signals from now on.
  static func watch() {
    // Initialised here, not in the handler.
    signal.store(0, ordering: .relaxed)
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { number in
      Interruption.signal.store(number, ordering: .relaxed)
    }
    // Once only; and a read that waits is to return.
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    _ = unsafe sigaction(SIGINT, &action, nil)
    _ = unsafe sigaction(SIGTERM, &action, nil)
  }

  static var isRequested: Bool { signal.load(ordering: .relaxed) != 0 }

  /// Throws if a signal came.
  static func check() throws(CommandFailure) {
    guard isRequested else { return }
    let isInterrupt = signal.load(ordering: .relaxed) == SIGINT
    throw CommandFailure(
      isInterrupt ? .interrupted : .terminated,
      "interrupted; the ledger is sound, and what was done is kept")
  }
}
