import CSQLite

/// A prepared statement, which stays prepared.
struct Statement {
  private let handle: OpaquePointer

  init(_ database: OpaquePointer?, _ sql: String) {
    var handle: OpaquePointer?
    let status = sqlite3_prepare_v3(
      database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard status == SQLITE_OK, let handle else {
      fatalError("\(sql): \(String(cString: sqlite3_errmsg(database)))")
    }
    self.handle = handle
  }

  func finish() { sqlite3_finalize(handle) }

  @inline(__always)
  func bind(_ index: Int32, _ number: Int64) { sqlite3_bind_int64(handle, index, number) }

  /// - Parameter text: Copied.
  @inline(__always)
  func bind(_ index: Int32, _ text: String) {
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text(handle, index, $0.baseAddress, Int32($0.count), transient)
      }
    }
  }

  /// Goes to the next row; false at the end.
  @inline(__always)
  func step() -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let status: fatalError("SQLite says \(status)")
    }
  }

  @inline(__always)
  func number(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  func text(_ column: Int32) -> String {
    sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
  }

  @inline(__always)
  func reset() { sqlite3_reset(handle) }

  /// Runs a statement without rows.
  @inline(__always)
  func run() {
    _ = step()
    reset()
  }

  /// The first column of the first row, or nil.
  @inline(__always)
  func value() -> Int64? {
    defer { reset() }
    return step() ? number(0) : nil
  }
}
