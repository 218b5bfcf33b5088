import CSQLite

/// An open database, with the settings of an experienced user: WAL, 64 MiB of page cache, as much
/// mapped memory as SQLite allows (2 GiB), and no locks within the process.
struct SQLiteDatabase {
  /// The point at which a commit returns.
  enum Durability {
    /// Only checkpoints sync: for imports.
    case normal
    /// Every commit syncs.
    case full
  }

  let handle: OpaquePointer

  init(path: String, durability: Durability) {
    ledger_bench_configure_sqlite()
    var database: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    guard sqlite3_open_v2(path, &database, flags, nil) == SQLITE_OK, let database else {
      fatalError("\(path) cannot be opened")
    }
    handle = database
    run("PRAGMA journal_mode=WAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=2147418112")
    switch durability {
    case .normal: run("PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=16384")
    case .full: run("PRAGMA synchronous=FULL")
    }
  }

  func run(_ sql: String) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
      fatalError("\(sql): \(String(cString: sqlite3_errmsg(handle)))")
    }
  }

  func prepare(_ sql: String) -> SQLiteStatement { SQLiteStatement(sql, in: handle) }

  /// The number of rows that the last statement changed.
  var changedRows: Int32 { sqlite3_changes(handle) }

  /// Closes the last connection, which brings the log into the database, syncs it and removes the
  /// log.
  func close() {
    guard sqlite3_close(handle) == SQLITE_OK else { fatalError("the database cannot be closed") }
  }
}
