internal import Synchronization

/// A value that comes once, later, and for which any thread may wait.
///
/// Sound as `@unchecked Sendable`: the value is written and read under the monitor's lock alone.
final class Future<Value: Sendable>: @unchecked Sendable {
  private let monitor = Monitor()
  private let isThere = Atomic(false)
  private var value: Value?

  init() {}

  /// Begins to make the value on a thread of its own. Where none is to be had it is made here.
  ///
  /// - Parameter start: Runs something on a thread; false where it cannot, and nothing is run.
  init(
    on start: (@escaping @Sendable () -> Void) -> Bool = BackgroundThread.start,
    _ make: @escaping @Sendable () -> Value
  ) {
    if start({ self.fulfil(make()) }) { return }
    fulfil(make())
  }

  /// Whether nobody would wait for it.
  var isReady: Bool { isThere.load(ordering: .acquiring) }

  /// The value is there; only the first one counts.
  func fulfil(_ value: Value) {
    monitor.lock()
    self.value = self.value ?? value
    isThere.store(true, ordering: .releasing)
    monitor.broadcast()
    monitor.unlock()
  }

  /// Waits until the value is there.
  func wait() -> Value {
    monitor.lock()
    defer { monitor.unlock() }
    while true {
      if let value { return value }
      monitor.wait()
    }
  }
}
