import CSQLite

/// A prepared statement that lives as long as its database is open.
struct SQLiteStatement {
  private let handle: OpaquePointer

  init(_ sql: String, in database: OpaquePointer) {
    var statement: OpaquePointer?
    sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard let statement else { fatalError("\(sql): \(String(cString: sqlite3_errmsg(database)))") }
    handle = statement
  }

  func finalize() { sqlite3_finalize(handle) }

  func bind(_ place: Int32, _ number: Int64) { sqlite3_bind_int64(handle, place, number) }

  /// Binds a text; an empty one becomes null. The text must stay in place until the statement is
  /// reset.
  func bind(_ place: Int32, _ text: Bytes) {
    guard let start = text.start, !text.isEmpty else { return bindNull(place) }
    start.withMemoryRebound(to: CChar.self, capacity: text.count) {
      _ = sqlite3_bind_text(handle, place, $0, Int32(text.count), nil)
    }
  }

  func bindNull(_ place: Int32) { sqlite3_bind_null(handle, place) }

  /// Returns whether there is a row.
  func step() -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: fatalError(String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
    }
  }

  func reset() { sqlite3_reset(handle) }

  /// Runs a statement that has no rows.
  func run() {
    _ = step()
    reset()
  }

  func number(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// Returns a text that is valid until the next step or reset.
  func text(_ column: Int32) -> Bytes {
    Bytes(
      start: sqlite3_column_text(handle, column), count: Int(sqlite3_column_bytes(handle, column)))
  }
}
