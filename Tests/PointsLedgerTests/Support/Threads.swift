import Glibc
import LedgerStorage

/// Threads of the operating system, which really run concurrently.
enum Threads {
  /// Runs `body` once on each of `count` threads, all released at the same time, and collects their
  /// results, in order.
  static func run<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    let gate = Gate(count)
    let results = Locked<[Int: Result]>([:])
    let threads = (0..<count).compactMap { index in
      start {
        gate.pass()
        let result = body(index)
        results.withLock { $0[index] = result }
      }
    }
    for thread in threads { pthread_join(thread, nil) }
    return results.withLock { results in results.sorted { $0.key < $1.key }.map(\.value) }
  }

  private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    let box = Unmanaged.passRetained(Box(body))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    return status == 0 ? thread : nil
  }

  private final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Lets no thread pass before all have arrived.
  private final class Gate: Sendable {
    private let missing: Locked<Int>

    init(_ count: Int) { missing = Locked(count) }

    func pass() {
      missing.withLock { $0 -= 1 }
      while missing.withLock({ $0 > 0 }) { sched_yield() }
    }
  }
}
