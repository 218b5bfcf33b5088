import Glibc

/// Threads of the operating system, which post as a server's threads would.
struct Threads {
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private var threads: [pthread_t] = []

  /// Starts `count` threads; each gets its number.
  init(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    for number in 0..<count {
      var thread = pthread_t()
      let work = Unmanaged.passRetained(Work { body(number) })
      let failure = pthread_create(
        &thread, nil,
        { context in
          if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
          return nil
        }, work.toOpaque())
      guard failure == 0 else { fail("no thread: error \(failure)") }
      threads.append(thread)
    }
  }

  /// Waits until all have ended.
  func join() {
    for thread in threads { pthread_join(thread, nil) }
  }
}
