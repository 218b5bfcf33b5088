/// The ledger's rules in SQLite: references are decided once, refusals too; credits enrol members
/// and make lots; debits take from the lots that end soonest; every point spent leads to its lot.
///
/// Kept lean, in SQLite's favour: a lot that ended is passed over and not booked as an entry of its
/// own, one that was emptied is removed, there is no sum to keep with the member, and no index for
/// a member's history or for what became of a lot's points.
final class SQLiteWriter {
  enum Outcome { case posted, refused, duplicate }

  private enum Refusal: Int64 {
    case insufficientPoints = 1
    case unknownMember = 2
  }
  private struct Taking { var expires, lot, points, rest: Int64 }

  private let database: SQLiteDatabase
  private let findMember, addMember, addEntry, addLot, lots: SQLiteStatement
  private let reduceLot, removeLot, addAllocation: SQLiteStatement
  private let beginning, commit, newestMember: SQLiteStatement
  private var nextMember: Int64
  /// Used again and again.
  private var takings: [Taking] = []

  init(_ database: SQLiteDatabase) {
    self.database = database
    database.run(Self.schema)
    findMember = database.prepare("SELECT id FROM member WHERE card=?")
    addMember = database.prepare("INSERT INTO member(id, card) VALUES(?, ?)")
    addEntry = database.prepare(
      """
      INSERT INTO entry(reference, kind, member, points, time, expires, location, reason, refusal)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(reference) DO NOTHING
      """)
    addLot = database.prepare("INSERT INTO lot(member, expires, id, remaining) VALUES(?, ?, ?, ?)")
    lots = database.prepare(
      """
      SELECT expires, id, remaining FROM lot WHERE member=? AND expires>? ORDER BY expires, id
      """)
    reduceLot = database.prepare(
      "UPDATE lot SET remaining=? WHERE member=? AND expires=? AND id=?")
    removeLot = database.prepare("DELETE FROM lot WHERE member=? AND expires=? AND id=?")
    addAllocation = database.prepare("INSERT INTO allocation(entry, lot, points) VALUES(?, ?, ?)")
    beginning = database.prepare("BEGIN IMMEDIATE")
    commit = database.prepare("COMMIT")
    newestMember = database.prepare("SELECT coalesce(max(id), 0) FROM member")
    nextMember = newestMember.step() ? newestMember.number(0) + 1 : 1
    newestMember.reset()
  }

  /// `lot` holds one member's lots side by side, in order of consumption.
  private static let schema = """
    CREATE TABLE IF NOT EXISTS member(id INTEGER PRIMARY KEY, card TEXT UNIQUE NOT NULL);
    CREATE TABLE IF NOT EXISTS entry(id INTEGER PRIMARY KEY, reference TEXT UNIQUE NOT NULL,
      kind INTEGER NOT NULL, member INTEGER, points INTEGER NOT NULL, time INTEGER NOT NULL,
      expires INTEGER, location TEXT, reason TEXT, refusal INTEGER);
    CREATE TABLE IF NOT EXISTS lot(member INTEGER NOT NULL, expires INTEGER NOT NULL,
      id INTEGER NOT NULL, remaining INTEGER NOT NULL, PRIMARY KEY(member, expires, id))
      WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS allocation(entry INTEGER NOT NULL, lot INTEGER NOT NULL,
      points INTEGER NOT NULL, PRIMARY KEY(entry, lot)) WITHOUT ROWID;
    """

  func finalize() {
    for statement in [
      findMember, addMember, addEntry, addLot, lots, reduceLot, removeLot, addAllocation, beginning,
      commit, newestMember,
    ] {
      statement.finalize()
    }
  }

  /// All that `body` posts, in one transaction.
  func transaction<Result>(_ body: () throws -> Result) rethrows -> Result {
    beginning.run()
    let result = try body()
    commit.run()
    return result
  }

  func post(_ row: Row) -> Outcome {
    let member = id(of: row.member)
    return row.isCredit ? credit(row, member) : debit(row, member)
  }

  private func credit(_ row: Row, _ known: Int64?) -> Outcome {
    let member = known ?? nextMember
    guard let entry = add(row, member: member, refusal: nil) else { return .duplicate }
    if known == nil {
      addMember.bind(1, member)
      addMember.bind(2, row.member)
      addMember.run()
      nextMember += 1
    }
    addLot.bind(1, member)
    addLot.bind(2, row.expires)
    addLot.bind(3, entry)
    addLot.bind(4, row.points)
    addLot.run()
    return .posted
  }

  private func debit(_ row: Row, _ known: Int64?) -> Outcome {
    guard let member = known else {
      return add(row, member: nil, refusal: .unknownMember) == nil ? .duplicate : .refused
    }
    guard take(abs(row.points), from: member, at: row.time) else {
      return add(row, member: member, refusal: .insufficientPoints) == nil ? .duplicate : .refused
    }
    guard let entry = add(row, member: member, refusal: nil) else { return .duplicate }
    for taking in takings {
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
    return .posted
  }

  private func id(of card: Bytes) -> Int64? {
    findMember.bind(1, card)
    defer { findMember.reset() }
    return findMember.step() ? findMember.number(0) : nil
  }

  /// Returns the new entry, or nil if its reference was decided before.
  private func add(_ row: Row, member: Int64?, refusal: Refusal?) -> Int64? {
    addEntry.bind(1, row.reference)
    addEntry.bind(2, row.kind.rawValue)
    if let member { addEntry.bind(3, member) } else { addEntry.bindNull(3) }
    addEntry.bind(4, row.points)
    addEntry.bind(5, row.time)
    if row.expires == Row.never { addEntry.bindNull(6) } else { addEntry.bind(6, row.expires) }
    addEntry.bind(7, row.location)
    addEntry.bind(8, row.reason)
    if let refusal { addEntry.bind(9, refusal.rawValue) } else { addEntry.bindNull(9) }
    addEntry.run()
    return database.changedRows == 0 ? nil : database.lastRow
  }

  /// Finds out what to take from which lots; false if there is not enough.
  private func take(_ points: Int64, from member: Int64, at time: Int64) -> Bool {
    takings.removeAll(keepingCapacity: true)
    lots.bind(1, member)
    lots.bind(2, time)
    defer { lots.reset() }
    var left = points
    while left > 0, lots.step() {
      let remaining = lots.number(2)
      let taken = min(left, remaining)
      takings.append(
        Taking(expires: lots.number(0), lot: lots.number(1), points: taken, rest: remaining - taken)
      )
      left -= taken
    }
    return left == 0
  }
}
