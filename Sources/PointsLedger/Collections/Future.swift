internal import Synchronization

/// A value that is set once, and for which any thread may wait.
///
/// Sound as `@unchecked Sendable`: the value is written and read only under the monitor's lock.
final class Future<Value: Sendable>: @unchecked Sendable {
  private let monitor = Monitor()
  private let isThere = Atomic(false)
  private var value: Value?

  init() {}

  /// Starts to make the value on a thread of its own. If none can be started, the caller makes it
  /// here.
  ///
  /// - Parameter start: Runs a closure on a thread; false if it cannot, and the closure then does
  ///   not run.
  init(
    on start: (@escaping @Sendable () -> Void) -> Bool = BackgroundThread.start,
    _ make: @escaping @Sendable () -> Value
  ) {
    if start({ self.fulfil(make()) }) { return }
    fulfil(make())
  }

  /// Whether `wait` would return at once.
  var isReady: Bool { isThere.load(ordering: .acquiring) }

  /// Sets the value; only the first call counts.
  func fulfil(_ value: Value) {
    monitor.lock()
    self.value = self.value ?? value
    isThere.store(true, ordering: .releasing)
    monitor.broadcast()
    monitor.unlock()
  }

  /// Waits until the value is set.
  func wait() -> Value {
    monitor.lock()
    defer { monitor.unlock() }
    while true {
      if let value { return value }
      monitor.wait()
    }
  }
}
