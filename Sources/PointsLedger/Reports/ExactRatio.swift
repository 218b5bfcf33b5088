/// A share or an average, as the two numbers that it is.
public struct ExactRatio: Hashable, Sendable, Encodable {
  public let numerator: Int128
  /// Above 0, and ten times that is within 127 bits.
  public let denominator: Int128

  /// Nothing out of nothing is 0 out of 1.
  init(_ numerator: Int128, _ denominator: Int128) {
    self.numerator = denominator == 0 ? 0 : numerator
    self.denominator = denominator == 0 ? 1 : denominator
  }

  /// In decimals, the last one rounded, halves away from zero.
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
