/// One row of a workload.
struct Row {
  enum Kind: Int64 {
    case earn = 1
    case redeem = 2
    case adjust = 3
  }

  /// The expiry of points that never expire.
  static let never = Int64.max

  var kind: Kind
  var member: Bytes
  /// Below 0 for an adjustment that deducts points.
  var points: Int64
  var reference: Bytes
  /// Milliseconds since 1970.
  var time: Int64
  var expires = never
  var location = Bytes.none
  var reason = Bytes.none

  var isCredit: Bool { kind != .redeem && points > 0 }
}
