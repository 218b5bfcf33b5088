import CSQLite
import Glibc

/// SQLite as a good user of it would set it up for the same rules: WAL, prepared statements, large
/// transactions, 64 MiB of cache, a mapped file.
struct SQLiteSide: Side {
  let path: String

  func importAll(_ file: String, progress: (Int) -> Void) throws {
    let database = SQLitePoints(path: path, synchronous: "NORMAL")
    var rows = 0
    database.run("BEGIN")
    try RowFile(file).forEach { post in
      database.post(post)
      rows += 1
      if rows % 10_000 == 0 {
        database.run("COMMIT; BEGIN")
        progress(rows)
      }
    }
    database.run("COMMIT")
    database.close()
  }

  func balances(asOf time: Int64, _ visit: (String, Int64) -> Void) throws {
    let database = SQLitePoints(path: path, synchronous: "NORMAL")
    database.balances(asOf: time, visit)
    database.close()
  }

  func open(_ member: String) throws -> Int64 {
    let database = SQLitePoints(path: path, synchronous: "NORMAL")
    defer { database.close() }
    return database.balance(of: member, at: Self.now)
  }

  func lookUp(
    _ members: [String], _ references: [String], at time: Int64
  ) throws -> (Double, Double) {
    let database = SQLitePoints(path: path, synchronous: "NORMAL")
    var sum: Int64 = 0
    func lookUp() {
      for member in members { sum += database.balance(of: member, at: time) }
    }
    lookUp()
    let byMember = seconds(lookUp)
    let byReference = seconds {
      for reference in references { sum += database.knows(reference) ? 1 : 0 }
    }
    database.close()
    guard sum > 0 else { fatalError("nothing was found") }
    return (byMember / Double(members.count), byReference / Double(references.count))
  }

  func durablePosts(_ count: Int) throws -> Double {
    let database = SQLitePoints(path: path, synchronous: "FULL")
    let now = Self.now
    let time = seconds {
      for number in 0..<count {
        database.run("BEGIN IMMEDIATE")
        database.post(
          .earn, member: "durable-\(number % 100)", points: 10, reference: "durable/\(number)",
          time: now, expires: nil)
        database.run("COMMIT")
      }
    }
    database.close()
    return time / Double(count)
  }

  func size() throws -> (history: Int, index: Int) {
    var total = 0
    for suffix in ["", "-wal", "-shm"] {
      var status = stat()
      if stat(path + suffix, &status) == 0 { total += Int(status.st_size) }
    }
    return (total, 0)
  }

  private static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000
  }
}
