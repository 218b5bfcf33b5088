/// A divisor for its multiples. It uses multiplication instead of division, so that checking and
/// dividing a column takes about a nanosecond per value.
///
/// An odd number has an inverse modulo 2^64. A multiple times that inverse is the quotient; for any
/// other number the product is above the largest possible quotient.
struct ExactDivisor {
  /// At least 1.
  let value: UInt64
  private let shift: UInt64
  private let inverse: UInt64
  private let largestQuotient: UInt64

  init(_ value: UInt64) {
    self.value = value
    shift = UInt64(value.trailingZeroBitCount)
    let odd = value &>> shift
    // Correct in the lowest 3 bits; each step doubles the number of correct bits.
    var inverse = odd
    for _ in 0..<5 { inverse = inverse &* (2 &- odd &* inverse) }
    self.inverse = inverse
    largestQuotient = UInt64.max / value
  }

  /// Whether the divisor divides a number.
  @inline(__always)
  func divides(_ number: UInt64) -> Bool {
    let product = number &* inverse
    // The bits that a division by 2^shift would drop move to the top.
    let rotated = product &>> shift | product &<< (64 &- shift)
    return rotated <= largestQuotient
  }

  /// The quotient of a multiple of the divisor.
  @inline(__always)
  func quotient(_ multiple: UInt64) -> UInt64 { (multiple &* inverse) &>> shift }

  /// The greatest common divisor of two numbers that are not both 0.
  static func greatestCommon(_ first: UInt64, _ second: UInt64) -> UInt64 {
    var (larger, smaller) = (first, second)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
  }
}
