/// The points of one credit that are still on an account.
///
/// Dates are milliseconds; `Lot.never` stands for no expiry and sorts last.
package struct Lot: Hashable, Sendable {
  package static let never = Int64.max

  package var id: LotID
  /// The entry in which the points originate.
  package var origin: UInt64
  /// The entry that brought the lot onto this account.
  package var arrival: UInt64
  package var arrivedAt: Int64
  package var activates: Int64
  package var expires: Int64
  package var sliding: SlidingRule
  /// The instant at which inactivity ended the lot for good, while it was held or empty; else
  /// `never`.
  package var endedAt: Int64 = Lot.never
  /// Free and held points.
  package var remaining: Int64
  package var held: Int64 = 0

  package var free: Int64 { remaining &- held }

  /// Order of consumption: fixed expiry, then origin, then arrival.
  package func comesBefore(_ other: Lot) -> Bool {
    if expires != other.expires { return expires < other.expires }
    if origin != other.origin { return origin < other.origin }
    if arrival != other.arrival { return arrival < other.arrival }
    return id < other.id
  }
}
