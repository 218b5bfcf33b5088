internal import CLedgerSupport
internal import Glibc

/// Threads that are never joined. pthread_create(3).
package enum BackgroundThread {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Runs `body` on a low-priority thread that nobody joins. False if no thread could be started;
  /// `body` then does not run.
  static func startGivingWay(_ body: @escaping @Sendable () -> Void) -> Bool {
    start {
      ledger_give_way()
      body()
    }
  }

  /// Runs `body` on a thread of its own. False if no thread could be started; `body` then does not
  /// run.
  package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    // The thread takes the reference over. If there is no thread, it is released here.
    let box = unsafe Unmanaged.passRetained(Body(body))
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        ledger_accept_guard()
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, unsafe box.toOpaque())
    guard status == 0 else {
      unsafe box.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
