import Glibc

/// One connection that callers use in turn.
///
/// Sound as `@unchecked Sendable`: every access holds the mutex.
final class SharedDatabase: @unchecked Sendable {
  private let database: SQLiteDatabase
  private let writer: SQLiteWriter
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  init(path: String) {
    database = SQLiteDatabase(path: path, durability: .full)
    writer = SQLiteWriter(database)
    pthread_mutex_init(mutex, nil)
  }

  func post(member: String, reference: String) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    let outcome = member.withBytes { member in
      reference.withBytes { reference in
        writer.transaction {
          writer.post(
            Row(
              kind: .earn, member: member, points: 10, reference: reference, time: 1_800_000_000_000
            ))
        }
      }
    }
    guard outcome == .posted else { fatalError("\(reference) failed") }
  }

  func close() {
    writer.finalize()
    database.close()
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }
}
