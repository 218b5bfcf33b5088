/// The balance of an account, valid while the clock does nothing on it but activate and expire
/// lots.
struct BalanceInterval: Sendable {
  private(set) var balance: Balance
  /// The account's last entry.
  let last: UInt64
  let member: UInt32
  let unit: UInt8
  /// The first instant at which it holds.
  private(set) var from: Int64
  /// The first instant after `from` at which it no longer holds.
  private(set) var until: Int64

  /// The account's settled instant.
  private let settled: Int64

  /// - Parameter isNow: Whether an account that was settled later is taken as of then.
  func holds(at instant: Int64, isNow: Bool) -> Bool {
    let instant = isNow ? max(instant, settled) : instant
    return instant >= from && instant < until
  }

  /// Ends the interval: it holds at no instant any more.
  mutating func end() { until = from }

  /// Restricts the interval to `instant` and later.
  mutating func begin(at instant: Int64) { from = max(from, instant) }

  /// The balance of an account at an instant; nil if it does not follow from sums and plain lots
  /// alone.
  init?(of account: borrowing Account, at instant: Int64, isNow: Bool) {
    let instant = isNow ? max(instant, account.settled) : instant
    guard let last = account.last, account.settled <= instant,
      let balance = account.plainBalance(at: instant)
    else { return nil }
    self.init(head: account, last: last)
    self.balance = balance
    // Lots are in the order in which they expire.
    for position in 0..<account.lots.count {
      let expires = account.lots[position].expires
      happens(at: expires, seenFrom: instant)
      if expires > instant { break }
    }
    let activation = account.lots.latestActivation
    // While points are still to activate, the interval is `instant` alone: the activations before and
    // after it are not looked up.
    happens(at: min(activation, instant), seenFrom: instant)
    if activation > instant { happens(at: instant &+ 1, seenFrom: instant) }
  }

  /// The balance of an account as a run stores it; nil if it does not follow from sums and plain
  /// lots alone.
  init?(
    ofAccountFrom reader: inout ByteReader, at instant: Int64, isNow: Bool
  ) throws(ByteReader.Malformed) {
    let isPlain = try Account.Parts(from: &reader).isEmpty
    let account = try Account(headFrom: &reader)
    let instant = isNow ? max(instant, account.settled) : instant
    guard isPlain, let last = account.last, account.settled <= instant else {
      reader.skipRest()
      return nil
    }
    self.init(head: account, last: last)
    var place = LotPlace()
    var (total, pending, dead) = (Int64(0), Int64(0), Int64(0))
    for _ in 0..<(try reader.lotCount()) {
      let lot = try reader.lot(after: &place)
      guard !lot.sliding.isSome, lot.endedAt == Lot.never, lot.held == 0 else {
        reader.skipRest()
        return nil
      }
      happens(at: lot.expires, seenFrom: instant)
      happens(at: lot.activates, seenFrom: instant)
      total &+= lot.remaining
      if lot.expires <= instant { dead &+= lot.remaining }
      if lot.activates > instant { pending &+= lot.remaining }
    }
    balance.available = Points(minorUnits: total &- pending &- dead)
    balance.pending = Points(minorUnits: pending)
    balance.expired = Points(minorUnits: account.expired &+ dead)
  }

  private init(head account: borrowing Account, last: UInt64) {
    balance = .zero
    balance.earned = Points(minorUnits: account.earned)
    balance.redeemed = Points(minorUnits: account.redeemed)
    self.last = last
    member = account.member
    unit = account.unit
    settled = account.settled
    from = account.settled
    until = .max
  }

  /// Notes that the balance changes at `event`.
  private mutating func happens(at event: Int64, seenFrom instant: Int64) {
    if event <= instant { from = max(from, event) } else { until = min(until, event) }
  }
}
