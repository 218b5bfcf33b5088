/// A share or an average, as a numerator and a denominator.
public struct ExactRatio: Hashable, Sendable, Encodable {
  public let numerator: Int128
  /// Above 0; ten times this fits into 127 bits.
  public let denominator: Int128

  /// 0 of 0 is stored as 0 of 1.
  init(_ numerator: Int128, _ denominator: Int128) {
    self.numerator = denominator == 0 ? 0 : numerator
    self.denominator = denominator == 0 ? 1 : denominator
  }

  /// In a hundred, as `text(decimals:)`.
  public func percentText(decimals: Int) -> String {
    // The decimal mark moves by two places.
    let digits = text(decimals: decimals + 2).split(separator: ".")
    let isNegative = digits[0].hasPrefix("-")
    let all = digits[0].drop { $0 == "-" } + digits[1]
    let whole = all.dropLast(decimals).drop { $0 == "0" }
    let fraction = decimals == 0 ? "" : "." + all.suffix(decimals)
    return (isNegative ? "-" : "") + (whole.isEmpty ? "0" : String(whole)) + fraction
  }

  /// As a decimal number; the last decimal is rounded, halves away from zero.
  public func text(decimals: Int) -> String {
    var whole = numerator.magnitude / denominator.magnitude
    var rest = numerator.magnitude % denominator.magnitude
    var digits: [UInt128] = []
    for _ in 0..<decimals {
      digits.append(rest * 10 / denominator.magnitude)
      rest = rest * 10 % denominator.magnitude
    }
    if rest >= denominator.magnitude - rest {
      var place = digits.count - 1
      while place >= 0, digits[place] == 9 {
        digits[place] = 0
        place -= 1
      }
      if place >= 0 { digits[place] += 1 } else { whole += 1 }
    }
    let isNegative = numerator < 0 && (whole > 0 || digits.contains { $0 > 0 })
    let fraction = digits.isEmpty ? "" : "." + digits.map(String.init).joined()
    return (isNegative ? "-" : "") + String(whole) + fraction
  }
}
