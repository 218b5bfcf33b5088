/// The ledger's rules in SQLite. A reference is decided once, also by a refusal. Credits enrol
/// members and make lots, and debits take from the lots that end soonest. Ended lots are booked
/// before the next entry of their member. Every entry has the balance after it, and every point
/// leads to its lot.
///
/// The writer is kept lean, in SQLite's favour: one unit, no holds, no reversals, no sums besides
/// the balance, and no check that a repeated reference has the same content as before.
final class SQLiteWriter {
  enum Outcome { case posted, refused, duplicate }

  private enum Refusal: Int64 {
    case insufficientPoints = 1
    case unknownMember = 2
  }
  /// The points that an entry takes from a lot.
  private struct Taking { var expires, lot, points, rest: Int64 }
  private struct Member { var id, balance: Int64 }
  /// The kind of an entry that books the points of an expired lot.
  private static let expire: Int64 = 4

  private let database: SQLiteDatabase
  private let findMember, addMember, setBalance, addEntry, addLot, lots: SQLiteStatement
  private let reduceLot, removeLot, addAllocation: SQLiteStatement
  private let beginning, commit: SQLiteStatement
  private var nextMember: Int64
  private var nextEntry: Int64
  /// Reused buffers: lots that have ended, each taken whole, and the takings of a debit.
  private var ended: [Taking] = []
  private var takings: [Taking] = []

  init(_ database: SQLiteDatabase) {
    self.database = database
    database.run(Self.schema)
    findMember = database.prepare("SELECT id, balance FROM member WHERE card=?")
    addMember = database.prepare("INSERT INTO member(id, card, balance) VALUES(?, ?, ?)")
    setBalance = database.prepare("UPDATE member SET balance=? WHERE id=?")
    addEntry = database.prepare(
      """
      INSERT INTO entry(id, reference, kind, member, points, time, balance, expires, location,
        reason, refusal)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(reference) DO NOTHING
      """)
    addLot = database.prepare("INSERT INTO lot(member, expires, id, remaining) VALUES(?, ?, ?, ?)")
    lots = database.prepare(
      "SELECT expires, id, remaining FROM lot WHERE member=? ORDER BY expires, id")
    reduceLot = database.prepare(
      "UPDATE lot SET remaining=? WHERE member=? AND expires=? AND id=?")
    removeLot = database.prepare("DELETE FROM lot WHERE member=? AND expires=? AND id=?")
    addAllocation = database.prepare("INSERT INTO allocation(entry, lot, points) VALUES(?, ?, ?)")
    beginning = database.prepare("BEGIN IMMEDIATE")
    commit = database.prepare("COMMIT")
    nextMember = Self.next("member", database)
    nextEntry = Self.next("entry", database)
  }

  /// `lot` holds one member's lots side by side, in order of consumption. The indexes are there
  /// because a till asks for a member's history, and an auditor or a reversal for the use of a
  /// lot's points.
  private static let schema = """
    CREATE TABLE IF NOT EXISTS member(id INTEGER PRIMARY KEY, card TEXT UNIQUE NOT NULL,
      balance INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS entry(id INTEGER PRIMARY KEY, reference TEXT UNIQUE,
      kind INTEGER NOT NULL, member INTEGER, points INTEGER NOT NULL, time INTEGER NOT NULL,
      balance INTEGER NOT NULL, expires INTEGER, location TEXT, reason TEXT, refusal INTEGER);
    CREATE INDEX IF NOT EXISTS history ON entry(member);
    CREATE TABLE IF NOT EXISTS lot(member INTEGER NOT NULL, expires INTEGER NOT NULL,
      id INTEGER NOT NULL, remaining INTEGER NOT NULL, PRIMARY KEY(member, expires, id))
      WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS allocation(entry INTEGER NOT NULL, lot INTEGER NOT NULL,
      points INTEGER NOT NULL, PRIMARY KEY(entry, lot)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS uses ON allocation(lot);
    """

  private static func next(_ table: String, _ database: SQLiteDatabase) -> Int64 {
    let newest = database.prepare("SELECT coalesce(max(id), 0) FROM \(table)")
    defer { newest.finalize() }
    return newest.step() ? newest.number(0) + 1 : 1
  }

  func finalize() {
    for statement in [
      findMember, addMember, setBalance, addEntry, addLot, lots, reduceLot, removeLot,
      addAllocation,
      beginning, commit,
    ] {
      statement.finalize()
    }
  }

  /// Runs all posts of `body` in one transaction.
  func transaction<Result>(_ body: () throws -> Result) rethrows -> Result {
    beginning.run()
    let result = try body()
    commit.run()
    return result
  }

  func post(_ row: Row) -> Outcome {
    guard let member = find(row.member) else {
      return row.isCredit ? enrol(row) : refuse(row, nil, .unknownMember)
    }
    let points = abs(row.points)
    guard take(row.isCredit ? 0 : points, from: member, at: row.time) else {
      return refuse(row, member, .insufficientPoints)
    }
    let left = ended.reduce(member.balance) { $0 - $1.points }
    let balance = row.isCredit ? left + points : left - points
    // The entry is added first, since its reference may be decided already. Its number follows
    // those of the expiries booked before it.
    let entry = nextEntry + Int64(ended.count)
    guard add(row, entry, member.id, balance: balance, refusal: nil) else { return .duplicate }
    book(of: member)
    nextEntry = entry + 1
    if row.isCredit { add(row, lot: entry, of: member.id) }
    for taking in takings { use(taking, of: member.id, by: entry) }
    setBalance.bind(1, balance)
    setBalance.bind(2, member.id)
    setBalance.run()
    return .posted
  }

  private func enrol(_ row: Row) -> Outcome {
    let points = abs(row.points)
    guard add(row, nextEntry, nextMember, balance: points, refusal: nil) else { return .duplicate }
    addMember.bind(1, nextMember)
    addMember.bind(2, row.member)
    addMember.bind(3, points)
    addMember.run()
    add(row, lot: nextEntry, of: nextMember)
    nextMember += 1
    nextEntry += 1
    return .posted
  }

  private func refuse(_ row: Row, _ member: Member?, _ refusal: Refusal) -> Outcome {
    let balance = member?.balance ?? 0
    guard add(row, nextEntry, member?.id, balance: balance, refusal: refusal) else {
      return .duplicate
    }
    nextEntry += 1
    return .refused
  }

  /// Books the ended lots, each in a separate entry.
  private func book(of member: Member) {
    var balance = member.balance
    for (place, taking) in ended.enumerated() {
      let entry = nextEntry + Int64(place)
      balance -= taking.points
      addEntry.bind(1, entry)
      addEntry.bindNull(2)
      addEntry.bind(3, Self.expire)
      addEntry.bind(4, member.id)
      addEntry.bind(5, -taking.points)
      addEntry.bind(6, taking.expires)
      addEntry.bind(7, balance)
      for place: Int32 in 8...11 { addEntry.bindNull(place) }
      addEntry.run()
      use(taking, of: member.id, by: entry)
    }
  }

  private func use(_ taking: Taking, of member: Int64, by entry: Int64) {
    if taking.rest == 0 {
      removeLot.bind(1, member)
      removeLot.bind(2, taking.expires)
      removeLot.bind(3, taking.lot)
      removeLot.run()
    } else {
      reduceLot.bind(1, taking.rest)
      reduceLot.bind(2, member)
      reduceLot.bind(3, taking.expires)
      reduceLot.bind(4, taking.lot)
      reduceLot.run()
    }
    addAllocation.bind(1, entry)
    addAllocation.bind(2, taking.lot)
    addAllocation.bind(3, taking.points)
    addAllocation.run()
  }

  private func add(_ row: Row, lot: Int64, of member: Int64) {
    addLot.bind(1, member)
    addLot.bind(2, row.expires)
    addLot.bind(3, lot)
    addLot.bind(4, abs(row.points))
    addLot.run()
  }

  private func find(_ card: Bytes) -> Member? {
    findMember.bind(1, card)
    defer { findMember.reset() }
    guard findMember.step() else { return nil }
    return Member(id: findMember.number(0), balance: findMember.number(1))
  }

  /// Returns false if the reference was decided before.
  private func add(
    _ row: Row, _ entry: Int64, _ member: Int64?, balance: Int64, refusal: Refusal?
  ) -> Bool {
    addEntry.bind(1, entry)
    addEntry.bind(2, row.reference)
    addEntry.bind(3, row.kind.rawValue)
    if let member { addEntry.bind(4, member) } else { addEntry.bindNull(4) }
    addEntry.bind(5, row.points)
    addEntry.bind(6, row.time)
    addEntry.bind(7, balance)
    if row.expires == Row.never { addEntry.bindNull(8) } else { addEntry.bind(8, row.expires) }
    addEntry.bind(9, row.location)
    addEntry.bind(10, row.reason)
    if let refusal { addEntry.bind(11, refusal.rawValue) } else { addEntry.bindNull(11) }
    addEntry.run()
    return database.changedRows > 0
  }

  /// Finds the ended lots, and what to take from which of the others. Returns false if the points
  /// are not enough.
  private func take(_ points: Int64, from member: Member, at time: Int64) -> Bool {
    ended.removeAll(keepingCapacity: true)
    takings.removeAll(keepingCapacity: true)
    lots.bind(1, member.id)
    defer { lots.reset() }
    var left = points
    while lots.step() {
      let (expires, lot, remaining) = (lots.number(0), lots.number(1), lots.number(2))
      if expires <= time {
        ended.append(Taking(expires: expires, lot: lot, points: remaining, rest: 0))
        continue
      }
      if left == 0 { break }
      let taken = min(left, remaining)
      takings.append(Taking(expires: expires, lot: lot, points: taken, rest: remaining - taken))
      left -= taken
    }
    return left == 0
  }
}
