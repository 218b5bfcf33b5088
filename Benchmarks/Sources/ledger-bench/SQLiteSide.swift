import CSQLite

/// The same rules in SQLite, as a good user of it would write them: WAL, prepared statements, large
/// transactions, the indexes that the questions need. Lots, allocations and idempotency keys as in
/// the ledger; expiry is judged when spending.
final class SQLiteSide {
  private var database: OpaquePointer?
  private var statements: [String: OpaquePointer] = [:]

  init(path: String, synchronous: String) {
    guard sqlite3_open(path, &database) == SQLITE_OK else { fatalError("cannot open \(path)") }
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=\(synchronous); PRAGMA cache_size=-65536")
    run(
      """
      CREATE TABLE IF NOT EXISTS member(id INTEGER PRIMARY KEY, card TEXT UNIQUE NOT NULL,
        balance INTEGER NOT NULL DEFAULT 0);
      CREATE TABLE IF NOT EXISTS entry(id INTEGER PRIMARY KEY, reference TEXT UNIQUE NOT NULL,
        kind INTEGER NOT NULL, member INTEGER NOT NULL, points INTEGER NOT NULL,
        time INTEGER NOT NULL, balance INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS lot(id INTEGER PRIMARY KEY, member INTEGER NOT NULL,
        expires INTEGER NOT NULL, remaining INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS lot_order ON lot(member, expires, id) WHERE remaining > 0;
      CREATE TABLE IF NOT EXISTS allocation(entry INTEGER NOT NULL, lot INTEGER NOT NULL,
        points INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS allocation_entry ON allocation(entry);
      """)
  }

  func close() {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close(database)
  }

  func importAll(_ workload: Workload) -> Double {
    seconds {
      run("BEGIN")
      for (index, row) in workload.rows.enumerated() {
        post(row)
        if index % 10_000 == 9_999 { run("COMMIT; BEGIN") }
      }
      run("COMMIT")
    }
  }

  /// What each card could spend at an instant, nothing left out.
  func balances(asOf time: Int64) -> [String: Int64] {
    var balances: [String: Int64] = [:]
    let statement = prepared(
      """
      SELECT card, (SELECT coalesce(sum(remaining), 0) FROM lot
        WHERE lot.member = member.id AND remaining > 0 AND expires > ?) FROM member
      """, [.number(time)])
    while sqlite3_step(statement) == SQLITE_ROW {
      guard let card = sqlite3_column_text(statement, 0) else { continue }
      balances[String(cString: card)] = sqlite3_column_int64(statement, 1)
    }
    sqlite3_reset(statement)
    return balances
  }

  /// Microseconds a durable post, one at a time.
  func durablePosts(_ count: Int) -> Double {
    let time = seconds {
      for number in 0..<count {
        run("BEGIN IMMEDIATE")
        post(
          Workload.Row(
            isEarn: true, member: "durable-\(number % 100)", points: 10,
            reference: "durable/\(number)", time: 1_800_000_000_000, expires: 1_900_000_000_000))
        run("COMMIT")
      }
    }
    return time / Double(count) * 1e6
  }

  private func post(_ row: Workload.Row) {
    if value("SELECT id FROM entry WHERE reference=?", [.text(row.reference)]) != nil { return }
    var member = value("SELECT id FROM member WHERE card=?", [.text(row.member)])
    if member == nil {
      guard row.isEarn else { return }
      execute("INSERT INTO member(card) VALUES(?)", [.text(row.member)])
      member = sqlite3_last_insert_rowid(database)
    }
    guard let member else { return }
    // What is past its expiry is booked first.
    var dead: [(Int64, Int64)] = []
    each(
      "SELECT id, remaining FROM lot WHERE member=? AND remaining>0 AND expires<=?",
      [.number(member), .number(row.time)]
    ) { lot, remaining in
      dead.append((lot, remaining))
      return true
    }
    for (lot, points) in dead {
      execute("UPDATE lot SET remaining=0 WHERE id=?", [.number(lot)])
      execute("UPDATE member SET balance=balance-? WHERE id=?", [.number(points), .number(member)])
    }
    let balance = value("SELECT balance FROM member WHERE id=?", [.number(member)]) ?? 0
    guard row.isEarn || balance >= row.points else { return }
    let after = row.isEarn ? balance + row.points : balance - row.points
    execute(
      "INSERT INTO entry(reference,kind,member,points,time,balance) VALUES(?,?,?,?,?,?)",
      [
        .text(row.reference), .number(row.isEarn ? 1 : 2), .number(member), .number(row.points),
        .number(row.time), .number(after),
      ])
    let entry = sqlite3_last_insert_rowid(database)
    execute("UPDATE member SET balance=? WHERE id=?", [.number(after), .number(member)])
    if row.isEarn {
      execute(
        "INSERT INTO lot(id,member,expires,remaining) VALUES(?,?,?,?)",
        [.number(entry), .number(member), .number(row.expires), .number(row.points)])
      return
    }
    var left = row.points
    var taken: [(Int64, Int64)] = []
    each(
      "SELECT id, remaining FROM lot WHERE member=? AND remaining>0 ORDER BY expires, id",
      [.number(member)]
    ) { lot, remaining in
      taken.append((lot, min(left, remaining)))
      left -= min(left, remaining)
      return left > 0
    }
    for (lot, points) in taken {
      execute("UPDATE lot SET remaining=remaining-? WHERE id=?", [.number(points), .number(lot)])
      execute(
        "INSERT INTO allocation VALUES(?,?,?)", [.number(entry), .number(lot), .number(points)])
    }
  }

  // MARK: - Statements

  private enum Value { case text(String), number(Int64) }

  private func run(_ sql: String) {
    guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
      fatalError("\(sql): \(String(cString: sqlite3_errmsg(database)))")
    }
  }

  private func prepared(_ sql: String, _ values: [Value]) -> OpaquePointer? {
    var statement = statements[sql]
    if statement == nil {
      sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
      statements[sql] = statement
    }
    sqlite3_reset(statement)
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    for (index, value) in values.enumerated() {
      switch value {
      case .text(let text): sqlite3_bind_text(statement, Int32(index + 1), text, -1, transient)
      case .number(let number): sqlite3_bind_int64(statement, Int32(index + 1), number)
      }
    }
    return statement
  }

  private func execute(_ sql: String, _ values: [Value]) {
    let statement = prepared(sql, values)
    guard sqlite3_step(statement) == SQLITE_DONE else {
      fatalError("\(sql): \(String(cString: sqlite3_errmsg(database)))")
    }
    sqlite3_reset(statement)
  }

  private func value(_ sql: String, _ values: [Value]) -> Int64? {
    let statement = prepared(sql, values)
    defer { sqlite3_reset(statement) }
    return sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : nil
  }

  private func each(_ sql: String, _ values: [Value], _ visit: (Int64, Int64) -> Bool) {
    let statement = prepared(sql, values)
    while sqlite3_step(statement) == SQLITE_ROW {
      if !visit(sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)) { break }
    }
    sqlite3_reset(statement)
  }
}
