import PointsLedger

/// Where the points of a lot are. Their sum is always the amount that the lot was issued with.
enum NaiveBucket: Int, CaseIterable {
  case free, held, redeemed, expired, reversed, transferredOut
}

/// The rule by which a lot also dies without activity, as it was when the lot was made.
struct NaiveInactivity: Equatable {
  var days: UInt32
  var activity: Set<EntryKind>
}

/// The points of one credit on one account.
struct NaiveLot {
  /// Unique in the ledger; stays through merges.
  let name: Int
  let origin: Int
  let issued: Int64
  let activates: Instant
  var expires: Instant?
  let inactivity: NaiveInactivity?
  /// When it came to its account, and its number in order of arrival there.
  var arrived: Instant
  var arrival = 0
  /// The last activity on the account, since it arrived, of a kind that its rule lists.
  var lastActivity: Instant?
  /// A dead lot stays dead: later events do not change this any more.
  var died: Instant?
  private var buckets: [Int64]

  init(
    name: Int, origin: Int, points: Int64, activates: Instant, expires: Instant?,
    inactivity: NaiveInactivity?, arrived: Instant
  ) {
    self.name = name
    self.origin = origin
    self.issued = points
    self.activates = activates
    self.expires = expires
    self.inactivity = inactivity
    self.arrived = arrived
    buckets = NaiveBucket.allCases.map { $0 == .free ? points : 0 }
  }

  subscript(bucket: NaiveBucket) -> Int64 {
    get { buckets[bucket.rawValue] }
    set { buckets[bucket.rawValue] = newValue }
  }

  var free: Int64 { self[.free] }
  var remaining: Int64 { self[.free] + self[.held] }
  var sumOfBuckets: Int64 { buckets.reduce(0, +) }

  /// The instant at which it died or, as things stand, will die; nil for never.
  var death: Instant? {
    if let died { return died }
    guard let inactivity else { return expires }
    let start = max(arrived, activates, lastActivity ?? arrived)
    let sliding = start.adding(days: Int64(inactivity.days))
    return min(expires ?? sliding, sliding)
  }

  func isDead(at instant: Instant) -> Bool {
    guard let death else { return false }
    return death <= instant
  }

  func isAvailable(at instant: Instant) -> Bool {
    !isDead(at: instant) && activates <= instant && free > 0
  }

  func isPending(at instant: Instant) -> Bool {
    !isDead(at: instant) && activates > instant && free > 0
  }

  /// Order of consumption: the soonest fixed expiry, never last; then the origin; then arrival.
  static func isConsumedBefore(_ one: NaiveLot, _ other: NaiveLot) -> Bool {
    let first = one.expires?.milliseconds ?? .max
    let second = other.expires?.milliseconds ?? .max
    return (first, one.origin, one.arrival) < (second, other.origin, other.arrival)
  }
}
