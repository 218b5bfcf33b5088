/// An exact decimal number, for money, which is never a floating-point number.
public struct ExactDecimal: Hashable, Sendable, CustomStringConvertible {
  /// The most digits of a text.
  public static let maximumDigits = 32

  private var units: Int128
  /// How many digits follow the decimal point, zeros included.
  public private(set) var decimals: Int

  /// `units` divided by ten to the power of `decimals`.
  init(units: Int128, decimals: Int) {
    self.units = units
    self.decimals = decimals
  }

  /// Points of a unit with `scale` decimals.
  public init(_ points: Points, scale: Int) {
    self.init(units: Int128(points.minorUnits), decimals: scale)
  }

  /// Reads digits with at most one decimal point and an optional minus sign, such as `0.0125`. Nil
  /// for anything else, and for more than 32 digits.
  public init?(_ text: String) {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    let parts = text.utf8.dropFirst(isNegative ? 1 : 0)
      .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let digits = parts.joined()
    let count = digits.reduce(0) { count, _ in count + 1 }
    guard parts.count <= 2, count >= 1, count <= Self.maximumDigits,
      digits.allSatisfy({ $0 &- 48 <= 9 })
    else { return nil }
    let magnitude = digits.reduce(Int128(0)) { $0 * 10 + Int128($1 - 48) }
    self.init(
      units: isNegative ? -magnitude : magnitude, decimals: parts.count == 2 ? parts[1].count : 0)
  }

  public var isNegative: Bool { units < 0 }
  var isZero: Bool { units == 0 }

  public static let zero = ExactDecimal(units: 0, decimals: 0)

  /// The product.
  ///
  /// - Throws: `outOfRange` beyond 127 bits.
  public func times(_ other: ExactDecimal) throws(LedgerError) -> ExactDecimal {
    let (product, overflow) = units.multipliedReportingOverflow(by: other.units)
    guard !overflow else { throw Self.tooLarge }
    return ExactDecimal(units: product, decimals: decimals + other.decimals)
  }

  /// The sum; errors as for `times`.
  func plus(_ other: ExactDecimal) throws(LedgerError) -> ExactDecimal {
    let decimals = max(decimals, other.decimals)
    let (sum, overflow) = try units(with: decimals)
      .addingReportingOverflow(try other.units(with: decimals))
    guard !overflow else { throw Self.tooLarge }
    return ExactDecimal(units: sum, decimals: decimals)
  }

  /// The difference; errors as for `times`.
  func minus(_ other: ExactDecimal) throws(LedgerError) -> ExactDecimal {
    try plus(ExactDecimal(units: 0 - other.units, decimals: other.decimals))
  }

  /// The quotient; `other` is above 0. Errors as for `times`.
  func divided(by other: ExactDecimal) throws(LedgerError) -> ExactRatio {
    let common = max(decimals, other.decimals)
    let denominator = try other.units(with: common)
    _ = try Self.tenfold(denominator)
    return ExactRatio(try units(with: common), denominator)
  }

  /// The ratio as a decimal number; the last decimal is rounded, halves away from zero.
  init(_ ratio: ExactRatio, decimals: Int) throws(LedgerError) {
    guard let rounded = ExactDecimal(ratio.text(decimals: decimals)) else { throw Self.tooLarge }
    self = rounded
  }

  /// 1 less this number of hundredths.
  ///
  /// - Throws: `outOfRange` unless it is from 0 to 100.
  func complementOfPercent() throws(LedgerError) -> ExactDecimal {
    var whole: Int128 = 100
    for _ in 0..<decimals { whole = try Self.tenfold(whole) }
    guard (0...whole).contains(units) else {
      throw LedgerError(.outOfRange, "\(self) percent is not from 0 to 100")
    }
    return ExactDecimal(units: whole - units, decimals: decimals + 2)
  }

  /// This divided by `count`, as a ratio.
  func divided(by count: UInt64) throws(LedgerError) -> ExactRatio {
    var denominator = Int128(count)
    for _ in 0..<decimals {
      denominator = try Self.tenfold(denominator)
    }
    // Printing a ratio multiplies the remainder by ten.
    _ = try Self.tenfold(denominator)
    return ExactRatio(units, denominator)
  }

  private func units(with decimals: Int) throws(LedgerError) -> Int128 {
    var result = units
    for _ in 0..<(decimals - self.decimals) {
      result = try Self.tenfold(result)
    }
    return result
  }

  private static func tenfold(_ value: Int128) throws(LedgerError) -> Int128 {
    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
    guard !overflow else { throw tooLarge }
    return product
  }

  private static let tooLarge = LedgerError(
    .outOfRange, "the amounts are too large or too fine to be computed exactly")

  public var description: String { text(atLeast: 0) }

  /// With as many decimals as needed, and at least `least`.
  public func text(atLeast least: Int) -> String {
    var digits = String(units.magnitude)
    if digits.utf8.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
    }
    let whole = digits.dropLast(decimals)
    var rest = String(digits.suffix(decimals))
    while rest.utf8.count > least, rest.hasSuffix("0") { rest.removeLast() }
    if rest.utf8.count < least {
      rest += String(repeating: "0", count: least - rest.utf8.count)
    }
    return (units < 0 ? "-" : "") + whole + (rest.isEmpty ? "" : "." + rest)
  }
}

extension ExactDecimal: Encodable {
  /// As text, such as `12.50`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
