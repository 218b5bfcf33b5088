/// The queries in SQLite.
final class SQLiteReader {
  /// An entry as a query returns it.
  struct Entry {
    var id, kind, points, time, expires, refusal: Int64
    var member, location, reason: String
    var allocations: [(lot: Int64, points: Int64)] = []
  }

  private let balance, entry, allocations, balances: SQLiteStatement

  init(_ database: SQLiteDatabase) {
    balance = database.prepare("\(Self.sum) FROM member WHERE card=?2")
    entry = database.prepare(
      """
      SELECT entry.id, kind, points, time, expires, refusal, card, location, reason
      FROM entry LEFT JOIN member ON member.id=member WHERE reference=?
      """)
    allocations = database.prepare("SELECT lot, points FROM allocation WHERE entry=?")
    balances = database.prepare("\(Self.sum), card FROM member ORDER BY card")
  }

  private static let sum = """
    SELECT (SELECT coalesce(sum(remaining), 0) FROM lot WHERE member=member.id AND expires>?1)
    """

  func finalize() {
    for statement in [balance, entry, allocations, balances] { statement.finalize() }
  }

  /// Returns what a card can spend at an instant, if nothing happened after it; nil if the card is
  /// unknown.
  func balance(of card: String, asOf time: Int64) -> Int64? {
    card.withBytes { card in
      balance.bind(1, time)
      balance.bind(2, card)
      defer { balance.reset() }
      return balance.step() ? balance.number(0) : nil
    }
  }

  func entry(reference: String) -> Entry? {
    reference.withBytes { reference in
      entry.bind(1, reference)
      defer { entry.reset() }
      guard entry.step() else { return nil }
      var found = Entry(
        id: entry.number(0), kind: entry.number(1), points: entry.number(2), time: entry.number(3),
        expires: entry.number(4), refusal: entry.number(5), member: entry.text(6).string,
        location: entry.text(7).string, reason: entry.text(8).string)
      guard found.kind != Row.Kind.earn.rawValue else { return found }
      allocations.bind(1, found.id)
      while allocations.step() {
        found.allocations.append((allocations.number(0), allocations.number(1)))
      }
      allocations.reset()
      return found
    }
  }

  /// Visits every card's balance, in the order of the cards' bytes.
  func forEachBalance(asOf time: Int64, _ visit: (Bytes, Int64) -> Void) {
    balances.bind(1, time)
    while balances.step() { visit(balances.text(1), balances.number(0)) }
    balances.reset()
  }
}
