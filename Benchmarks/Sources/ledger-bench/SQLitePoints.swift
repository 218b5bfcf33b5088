import CSQLite
import PointsLedger

/// The ledger's rules in SQLite: lots, allocations, references that decide once. Expiry is booked
/// when an account is posted to, and judged when it is asked.
final class SQLitePoints {
  /// The `kind` of an entry that was refused.
  private static let refused: Int64 = 0
  private static let never = Int64.max

  private var database: OpaquePointer?
  private let findEntry, findMember, addMember, dead, emptyLot, getBalance, setBalance: Statement
  private let addEntry, addLot, lots, takeLot, addAllocation, available: Statement

  init(path: String, synchronous: String) {
    guard sqlite3_open(path, &database) == SQLITE_OK else { fatalError("cannot open \(path)") }
    Self.run(
      database,
      """
      PRAGMA journal_mode=WAL; PRAGMA synchronous=\(synchronous); PRAGMA cache_size=-65536;
      PRAGMA mmap_size=8589934592; PRAGMA temp_store=MEMORY;
      CREATE TABLE IF NOT EXISTS member(id INTEGER PRIMARY KEY, card TEXT UNIQUE NOT NULL,
        balance INTEGER NOT NULL DEFAULT 0);
      CREATE TABLE IF NOT EXISTS entry(id INTEGER PRIMARY KEY, reference TEXT UNIQUE NOT NULL,
        kind INTEGER NOT NULL, member INTEGER NOT NULL, points INTEGER NOT NULL,
        time INTEGER NOT NULL, balance INTEGER NOT NULL, location TEXT, reason TEXT);
      CREATE TABLE IF NOT EXISTS lot(id INTEGER PRIMARY KEY, member INTEGER NOT NULL,
        expires INTEGER NOT NULL, remaining INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS lot_order ON lot(member, expires, id) WHERE remaining > 0;
      CREATE TABLE IF NOT EXISTS allocation(entry INTEGER NOT NULL, lot INTEGER NOT NULL,
        points INTEGER NOT NULL, PRIMARY KEY(entry, lot)) WITHOUT ROWID;
      """)
    let database = database
    func prepare(_ sql: String) -> Statement { Statement(database, sql) }
    findEntry = prepare("SELECT id FROM entry WHERE reference=?")
    findMember = prepare("SELECT id FROM member WHERE card=?")
    addMember = prepare("INSERT INTO member(card) VALUES(?)")
    dead = prepare(
      "SELECT id, remaining FROM lot WHERE member=? AND remaining>0 AND expires<=?")
    emptyLot = prepare("UPDATE lot SET remaining=0 WHERE id=?")
    getBalance = prepare("SELECT balance FROM member WHERE id=?")
    setBalance = prepare("UPDATE member SET balance=? WHERE id=?")
    addEntry = prepare(
      """
      INSERT INTO entry(reference,kind,member,points,time,balance,location,reason)
        VALUES(?,?,?,?,?,?,?,?)
      """)
    addLot = prepare("INSERT INTO lot(id,member,expires,remaining) VALUES(?,?,?,?)")
    lots = prepare(
      "SELECT id, remaining FROM lot WHERE member=? AND remaining>0 ORDER BY expires, id")
    takeLot = prepare("UPDATE lot SET remaining=remaining-? WHERE id=?")
    addAllocation = prepare("INSERT INTO allocation VALUES(?,?,?)")
    available = prepare(
      """
      SELECT coalesce(sum(remaining), 0) FROM lot WHERE member=(SELECT id FROM member WHERE card=?)
        AND remaining>0 AND expires>?
      """)
  }

  func close() {
    let statements = [
      findEntry, findMember, addMember, dead, emptyLot, getBalance, setBalance, addEntry, addLot,
      lots, takeLot, addAllocation, available,
    ]
    for statement in statements { statement.finish() }
    sqlite3_close(database)
  }

  func run(_ sql: String) { Self.run(database, sql) }

  private static func run(_ database: OpaquePointer?, _ sql: String) {
    guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
      fatalError("\(sql): \(String(cString: sqlite3_errmsg(database)))")
    }
  }

  // MARK: - Questions

  func balance(of card: String, at time: Int64) -> Int64 {
    available.bind(1, card)
    available.bind(2, time)
    return available.value() ?? 0
  }

  func knows(_ reference: String) -> Bool {
    findEntry.bind(1, reference)
    return findEntry.value() != nil
  }

  func balances(asOf time: Int64, _ visit: (String, Int64) -> Void) {
    let all = Statement(
      database,
      """
      SELECT card, (SELECT coalesce(sum(remaining), 0) FROM lot
        WHERE lot.member = member.id AND remaining > 0 AND expires > ?) FROM member
      """)
    all.bind(1, time)
    while all.step() { visit(all.text(0), all.number(1)) }
    all.finish()
  }

  // MARK: - Posting

  func post(_ post: Post) {
    guard let member = post.member, let points = post.points, let time = post.occurred else {
      fatalError("a row is no earn, redeem or adjust")
    }
    self.post(
      post.kind, member: member.description, points: points.minorUnits,
      reference: post.reference.description, time: time.milliseconds,
      expires: post.expires?.milliseconds, location: post.texts.location,
      reason: post.texts.reason)
  }

  func post(
    _ kind: EntryKind, member card: String, points: Int64, reference: String, time: Int64,
    expires: Int64?, location: String? = nil, reason: String? = nil
  ) {
    if knows(reference) { return }
    let isCredit = kind == .earn || (kind == .adjust && points > 0)
    findMember.bind(1, card)
    var known = findMember.value()
    if known == nil, isCredit {
      addMember.bind(1, card)
      addMember.run()
      known = sqlite3_last_insert_rowid(database)
    }
    guard let member = known else {
      return add(Self.refused, 0, points, reference, time, 0, location, reason)
    }
    getBalance.bind(1, member)
    let balance = (getBalance.value() ?? 0) - expire(member, time)
    guard isCredit || balance >= points.magnitude else {
      setBalance(of: member, balance)
      return add(Self.refused, member, points, reference, time, balance, location, reason)
    }
    let after = isCredit ? balance + points : balance - Int64(points.magnitude)
    setBalance(of: member, after)
    add(Int64(kind.rawValue), member, points, reference, time, after, location, reason)
    let entry = sqlite3_last_insert_rowid(database)
    if isCredit {
      addLot.bind(1, entry)
      addLot.bind(2, member)
      addLot.bind(3, expires ?? Self.never)
      addLot.bind(4, points)
      addLot.run()
    } else {
      take(Int64(points.magnitude), from: member, for: entry)
    }
  }

  private func setBalance(of member: Int64, _ balance: Int64) {
    setBalance.bind(1, balance)
    setBalance.bind(2, member)
    setBalance.run()
  }

  private func add(
    _ kind: Int64, _ member: Int64, _ points: Int64, _ reference: String, _ time: Int64,
    _ balance: Int64, _ location: String?, _ reason: String?
  ) {
    addEntry.bind(1, reference)
    addEntry.bind(2, kind)
    addEntry.bind(3, member)
    addEntry.bind(4, points)
    addEntry.bind(5, time)
    addEntry.bind(6, balance)
    addEntry.bind(7, location ?? "")
    addEntry.bind(8, reason ?? "")
    addEntry.run()
  }

  /// Empties the lots that have expired; returns their points.
  private func expire(_ member: Int64, _ time: Int64) -> Int64 {
    dead.bind(1, member)
    dead.bind(2, time)
    var points: Int64 = 0
    var found: [Int64] = []
    while dead.step() {
      found.append(dead.number(0))
      points += dead.number(1)
    }
    dead.reset()
    for lot in found {
      emptyLot.bind(1, lot)
      emptyLot.run()
    }
    return points
  }

  private func take(_ points: Int64, from member: Int64, for entry: Int64) {
    var left = points
    var taken: [(lot: Int64, points: Int64)] = []
    lots.bind(1, member)
    while left > 0, lots.step() {
      let part = min(left, lots.number(1))
      taken.append((lots.number(0), part))
      left -= part
    }
    lots.reset()
    for (lot, points) in taken {
      takeLot.bind(1, points)
      takeLot.bind(2, lot)
      takeLot.run()
      addAllocation.bind(1, entry)
      addAllocation.bind(2, lot)
      addAllocation.bind(3, points)
      addAllocation.run()
    }
  }
}
