extension Malformation {
  /// Says what is wrong and what to do, for a message.
  public var explanation: String {
    switch self {
    case .kindNotPostable(let kind): "`\(kind.name)` is written by the ledger itself only"
    case .missing(let field): "\(field.rawValue) is missing: this kind needs it"
    case .unexpected(let field): "\(field.rawValue) is not taken by this kind: leave it empty"
    case .pointsZero: "points are 0: leave the entry out"
    case .pointsNegative:
      "points are negative: only `adjust` takes a sign; a debt is one with the policy arrears"
    case .pointsOutOfRange: "points are beyond 10^15 minor units: split the entry"
    case .dateOutOfRange(let field):
      "\(field.rawValue) would lie outside the years 1 to 9999: write an earlier date"
    case .unknownZone(let field, let zone):
      "\(field.rawValue) names the time zone `\(zone)`, which is unknown here: correct the name, or "
        + "let the ledger have a calendar that knows it"
    case .expiryBeforeActivation: "expires is not after the time from which it would count"
    case .inTheFuture(let posted):
      "it is too far ahead of the ledger's clock, \(posted) (24 hours at most, and not at all for a "
        + "close): correct the time, or set the clock"
    case .textTooLong(let field, let maximum): "\(field.rawValue) is longer than \(maximum) bytes"
    case .basisNotDecimal: "basis is not a decimal: write it like 12.50"
    case .scaleOutOfRange: "scale is not from 0 to \(UnitTerms.maximumScale)"
    case .daysOutOfRange: "days are not from 1 to \(UnitTerms.maximumDays)"
    case .activityNotPossible(let kind): "`\(kind.name)` cannot count as activity"
    case .tooManyLots(let maximum): "more than \(maximum) lots"
    case .repeatedLot(let reference): "the lot `\(reference)` is named twice"
    case .tooManyUnits(let maximum): "a ledger has at most \(maximum) units"
    case .groupEmpty: "the group is empty"
    case .groupTooLarge(let maximum): "more than \(maximum) entries in one group: split it"
    case .groupTooLong(let maximum):
      "the group takes more than \(maximum) bytes in the log: split it, or shorten its texts"
    case .repeatedInGroup(let reference): "`\(reference)` stands in the group twice"
    }
  }

  /// The interchange column at fault, if it is a single one.
  package var column: String? {
    switch self {
    case .missing(let field), .unexpected(let field), .textTooLong(let field, _),
      .dateOutOfRange(let field), .unknownZone(let field, _):
      field.rawValue
    case .kindNotPostable: "kind"
    case .pointsZero, .pointsNegative, .pointsOutOfRange: "points"
    case .expiryBeforeActivation: "expires"
    case .inTheFuture: "time"
    case .basisNotDecimal: "basis"
    case .scaleOutOfRange, .daysOutOfRange, .activityNotPossible: "policy"
    case .tooManyUnits: "unit"
    case .tooManyLots, .repeatedLot: "lots"
    case .repeatedInGroup: "reference"
    case .groupEmpty, .groupTooLarge, .groupTooLong: "group"
    }
  }
}
