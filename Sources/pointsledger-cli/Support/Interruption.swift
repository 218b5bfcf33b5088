import Glibc
import Synchronization

/// Ctrl-C and termination requests. They are noted and not obeyed at once, so that the work under
/// way ends in order. A second one ends the process.
enum Interruption {
  /// The number of the signal that arrived; 0 if none did.
  private static let signal = Atomic<Int32>(0)

  /// Notes these signals from now on.
  static func watch() {
    // Initialized here, not in the signal handler.
    signal.store(0, ordering: .relaxed)
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { number in
      Interruption.signal.store(number, ordering: .relaxed)
    }
    // The handler runs once, and a waiting read returns.
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    _ = unsafe sigaction(SIGINT, &action, nil)
    _ = unsafe sigaction(SIGTERM, &action, nil)
  }

  static var isRequested: Bool { signal.load(ordering: .relaxed) != 0 }

  /// Throws if a signal arrived.
  static func check() throws(CommandFailure) {
    try end("interrupted; the ledger is sound, and what was done is kept")
  }

  /// The same without a message.
  static func endQuietly() throws(CommandFailure) { try end(nil) }

  private static func end(_ message: String?) throws(CommandFailure) {
    guard isRequested else { return }
    let isInterrupt = signal.load(ordering: .relaxed) == SIGINT
    throw CommandFailure(isInterrupt ? .interrupted : .terminated, message)
  }
}
