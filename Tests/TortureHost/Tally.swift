import Glibc

/// Counts by name, from any thread.
final class Tally: @unchecked Sendable {
  // Sound: `counts` is accessed only with the mutex held.
  private var counts: [String: Int] = [:]
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  init() { pthread_mutex_init(mutex, nil) }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  @discardableResult
  func add(_ name: String, _ count: Int = 1) -> Int {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    counts[name, default: 0] += count
    return counts[name, default: 0]
  }

  func count(_ name: String) -> Int { add(name, 0) }

  /// A line for each name.
  func report() {
    pthread_mutex_lock(mutex)
    let lines = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    pthread_mutex_unlock(mutex)
    for line in lines { say(line) }
  }
}
