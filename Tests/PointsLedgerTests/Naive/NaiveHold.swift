import PointsLedger

/// Points taken from, reserved of or given back to one lot.
struct NaivePart: Equatable {
  var lot: Int
  var origin: Int
  var points: Int64
}

/// An open hold.
struct NaiveHold {
  /// Its entry.
  var sequence: Int
  var deadline: Instant
  /// The effective instant of its entry.
  var effective: Instant
  var parts: [NaivePart]

  /// When the clock releases it.
  var ends: Instant { max(deadline, effective) }
  var points: Int64 { parts.reduce(0) { $0 + $1.points } }
}

/// What a member owes because of one reversal or adjustment.
struct NaiveDebt: Equatable {
  var sequence: Int
  var points: Int64
}
