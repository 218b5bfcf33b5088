import PointsLedger

// Short names for the values in tests; all of them are well-formed.

extension MemberIdentifier {
  static let anna = named("anna")
  static let ben = named("ben")
  static let cleo = named("cleo")
  static let dora = named("dora")

  static func named(_ text: String) -> MemberIdentifier {
    guard let identifier = MemberIdentifier(text) else { preconditionFailure("identifier \(text)") }
    return identifier
  }
}

extension Reference {
  static func named(_ text: String) -> Reference {
    guard let reference = Reference(text) else { preconditionFailure("reference \(text)") }
    return reference
  }
}

extension UnitCode {
  static let stamps = named("stamps")
  static let miles = named("miles")

  static func named(_ text: String) -> UnitCode {
    guard let code = UnitCode(text) else { preconditionFailure("unit \(text)") }
    return code
  }
}

extension Instant {
  /// 2024-01-01T00:00:00Z plus days, hours and milliseconds.
  static func day(_ day: Int, hour: Int = 0, _ milliseconds: Int = 0) -> Instant {
    Instant(
      clamping: 1_704_067_200_000 + Int64(day) * 86_400_000 + Int64(hour) * 3_600_000
        + Int64(milliseconds))
  }

  /// The last millisecond before this one.
  var before: Instant { Instant(clamping: milliseconds - 1) }
}

extension Points {
  /// Points in minor units, where a literal cannot be used.
  static func of(_ minorUnits: some BinaryInteger) -> Points {
    Points(minorUnits: Int64(minorUnits))
  }
}

extension Balance {
  /// Available, pending, held, arrears.
  var split: [Int64] { [available, pending, held, arrears].map(\.minorUnits) }
  /// Earned, redeemed, expired.
  var lifetime: [Int64] { [earned, redeemed, expired].map(\.minorUnits) }
  /// The value of the account: lots less arrears.
  var net: Int64 {
    available.minorUnits + pending.minorUnits + held.minorUnits - arrears.minorUnits
  }
}
