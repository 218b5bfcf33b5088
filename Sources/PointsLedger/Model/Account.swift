/// The points of one member in one unit.
package struct Account: Sendable {
  /// The most lots of an account: a transfer of all of them, with its counter, fits into a frame.
  package static let maximumLots = 10_240
  /// The most holds that can be open on an account at once.
  package static let maximumHolds = 10_240
  /// The most debts that an account can have at once.
  package static let maximumDebts = 1_024

  package var member: UInt32
  package var unit: UInt8
  package var lots = LotQueue()
  /// The account's last entry.
  package var last: UInt64?
  /// The effective instant of the last posted or booked entry.
  package var settled = Int64.min
  package var earned: Int64 = 0
  package var redeemed: Int64 = 0
  package var expired: Int64 = 0
  /// The sum of all points that ever came in. It keeps every total within 63 bits.
  package var gross: Int64 = 0
  private var rare = Boxed<Rare>()

  /// The parts that few accounts have.
  private struct Rare: Defaulted {
    var holds = OpenHolds()
    var debts: [Debt] = []
    var arrears: Int64 = 0
    var activity: [Int64] = []
    var extensions: [LotID: Int64] = [:]
    var merged: [UInt32: UInt64] = [:]
  }

  package var holds: OpenHolds {
    get { rare.look { $0.holds } ?? OpenHolds() }
    set { if !rare.isEmpty || !newValue.isEmpty { rare.values.holds = newValue } }
  }

  /// Opens a hold. The others are not moved: there may be many.
  mutating func open(_ hold: Hold) { rare.values.holds.insert(hold) }

  /// Gives an open hold what is left of it.
  mutating func update(_ hold: Hold) {
    if !rare.isEmpty { rare.values.holds.update(hold) }
  }

  /// Removes the hold made by an entry; nil if it is not open.
  mutating func takeHold(_ sequence: UInt64) -> Hold? {
    rare.isEmpty ? nil : rare.values.holds.remove(sequence)
  }

  /// Oldest first.
  package internal(set) var debts: [Debt] {
    get { rare.look { $0.debts } ?? [] }
    set { if !rare.isEmpty || !newValue.isEmpty { rare.values.debts = newValue } }
  }

  /// The sum of all debts.
  package internal(set) var arrears: Int64 {
    get { rare.look { $0.arrears } ?? 0 }
    set { if !rare.isEmpty || newValue != 0 { rare.values.arrears = newValue } }
  }

  /// The last activity, by kind; empty until a lot with an inactivity rule has arrived.
  package var activity: [Int64] {
    get { rare.look { $0.activity } ?? [] }
    set { if !rare.isEmpty || !newValue.isEmpty { rare.values.activity = newValue } }
  }

  /// The new expiry of each extended lot: an emptied one may be restored.
  package var extensions: [LotID: Int64] {
    get { rare.look { $0.extensions } ?? [:] }
    set { if !rare.isEmpty || !newValue.isEmpty { rare.values.extensions = newValue } }
  }

  /// The members whose accounts were merged into this one, and the entries that did it.
  package var merged: [UInt32: UInt64] {
    get { rare.look { $0.merged } ?? [:] }
    set { if !rare.isEmpty || !newValue.isEmpty { rare.values.merged = newValue } }
  }

  /// Whether it certainly has none of the rare parts.
  @inline(__always) var isPlain: Bool { rare.isEmpty }

  package init(member: UInt32, unit: UInt8) {
    self.member = member
    self.unit = unit
  }

  /// Lots less arrears: the `balanceAfter` of an entry.
  package var net: Int64 { lots.total &- arrears }

  /// The instant at which `lot` dies, as far as known now.
  package func death(of lot: Lot) -> Int64 {
    guard lot.sliding.isSome else { return lot.expires }
    if lot.endedAt != Lot.never { return min(lot.expires, lot.endedAt) }
    var base = max(lot.arrivedAt, lot.activates)
    for (kind, instant) in activity.enumerated()
    where instant > base && lot.sliding.kinds & (1 &<< UInt32(kind)) != 0 {
      base = instant
    }
    let span = Int64(lot.sliding.days) &* Instant.millisecondsPerDay
    return min(lot.expires, base &+ span)
  }

  /// The balance at `instant`, once the clock's work up to there is applied.
  package func balance(at instant: Int64) -> Balance {
    let pending = lots.pending(at: instant)
    return Balance(
      available: Points(minorUnits: lots.total &- lots.held &- pending),
      pending: Points(minorUnits: pending), held: Points(minorUnits: lots.held),
      arrears: Points(minorUnits: arrears), earned: Points(minorUnits: earned),
      redeemed: Points(minorUnits: redeemed), expired: Points(minorUnits: expired))
  }
}
