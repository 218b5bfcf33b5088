import Glibc

/// A thread that computes a number.
final class CountingThread: @unchecked Sendable {
  private let body: @Sendable () -> Int
  // The thread writes it, and it is read after the join.
  private var result = 0
  private var thread = pthread_t()

  init(_ body: @escaping @Sendable () -> Int) {
    self.body = body
    let context = Unmanaged.passRetained(self).toOpaque()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let thread = Unmanaged<CountingThread>.fromOpaque(context).takeRetainedValue()
        thread.result = thread.body()
        return nil
      }, context)
    guard status == 0 else { fatalError("no thread is to be had") }
  }

  func join() -> Int {
    pthread_join(thread, nil)
    return result
  }
}
