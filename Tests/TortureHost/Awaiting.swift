import Glibc

/// Runs an asynchronous call to its end, on a thread that may block.
func awaiting<Value: Sendable>(
  _ body: @escaping @Sendable () async throws -> Value
) throws -> Value {
  let place = Awaited<Value>()
  Task {
    do { place.fill(.success(try await body())) } catch { place.fill(.failure(error)) }
  }
  return try place.value()
}

/// Receives the result of a task.
private final class Awaited<Value: Sendable>: @unchecked Sendable {
  // Sound: written before the semaphore is signalled, read after the wait for it.
  private var result: Result<Value, any Error>?
  private let done = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(done, 0, 0) }

  deinit {
    sem_destroy(done)
    done.deallocate()
  }

  func fill(_ result: Result<Value, any Error>) {
    self.result = result
    sem_post(done)
  }

  func value() throws -> Value {
    while sem_wait(done) != 0 {}
    guard let result else { fail("an asynchronous call left no result") }
    return try result.get()
  }
}
