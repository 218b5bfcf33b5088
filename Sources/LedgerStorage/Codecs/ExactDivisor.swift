/// A divisor of numbers that are its multiples. Multiplication takes the place of division, so that
/// a column is checked and divided at about a nanosecond a value.
///
/// An odd number has an inverse modulo 2^64; a multiple times that inverse is the quotient, and what
/// is no multiple lands above the largest quotient there is.
struct ExactDivisor {
  /// 1 or more.
  let value: UInt64
  private let shift: UInt64
  private let inverse: UInt64
  private let largestQuotient: UInt64

  init(_ value: UInt64) {
    self.value = value
    shift = UInt64(value.trailingZeroBitCount)
    let odd = value &>> shift
    // Right in the lowest 3 bits; each step doubles that.
    var inverse = odd
    for _ in 0..<5 { inverse = inverse &* (2 &- odd &* inverse) }
    self.inverse = inverse
    largestQuotient = UInt64.max / value
  }

  /// Whether the divisor divides a number.
  @inline(__always)
  func divides(_ number: UInt64) -> Bool {
    let product = number &* inverse
    // The bits that a division by 2^shift would lose come to the top.
    let rotated = product &>> shift | product &<< (64 &- shift)
    return rotated <= largestQuotient
  }

  /// How often the divisor goes into a multiple of it.
  @inline(__always)
  func quotient(_ multiple: UInt64) -> UInt64 { (multiple &* inverse) &>> shift }

  /// The greatest common divisor of two numbers that are not both 0.
  static func greatestCommon(_ first: UInt64, _ second: UInt64) -> UInt64 {
    var (larger, smaller) = (first, second)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
  }
}
