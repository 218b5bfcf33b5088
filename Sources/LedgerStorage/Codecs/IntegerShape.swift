/// The range and the common divisor of some integers, which decide how many bits each takes.
struct IntegerShape {
  let minimum: Int64
  let maximum: Int64
  /// The greatest common divisor of the differences from the minimum; 1 if all values are equal.
  let divisor: ExactDivisor

  /// - Parameter values: At least one.
  init(_ values: Span<Int64>) {
    // Two minima and two maxima: the comparisons of the next value need not wait for those of this
    // one.
    var (low, high) = (values[0], values[0])
    var (otherLow, otherHigh) = (low, high)
    var index = 1
    while index &+ 1 < values.count {
      let (value, other) = (values[index], values[index &+ 1])
      low = value < low ? value : low
      high = value > high ? value : high
      otherLow = other < otherLow ? other : otherLow
      otherHigh = other > otherHigh ? other : otherHigh
      index &+= 2
    }
    if index < values.count {
      low = min(low, values[index])
      high = max(high, values[index])
    }
    (low, high) = (min(low, otherLow), max(high, otherHigh))
    minimum = low
    maximum = high
    divisor = low == high ? ExactDivisor(1) : Self.commonDivisor(values, minimum: low)
  }

  /// The greatest common divisor of the differences from the minimum, at least one of which is not
  /// 0.
  private static func commonDivisor(_ values: Span<Int64>, minimum: Int64) -> ExactDivisor {
    var common: UInt64 = 0
    var divisor = ExactDivisor(1)
    for index in values.indices {
      let difference = UInt64(bitPattern: values[index] &- minimum)
      if common != 0, divisor.divides(difference) { continue }
      common = ExactDivisor.greatestCommon(common, difference)
      if common == 0 { continue }
      divisor = ExactDivisor(common)
      if common == 1 { break }
    }
    return divisor
  }

  var isConstant: Bool { minimum == maximum }

  /// The bits of the largest quotient, 0 to 64.
  var width: Int { width(from: minimum, to: maximum) }

  /// The number that is subtracted from each value. With a width of 64 bits a base gains nothing.
  var base: Int64 { width == 64 ? 0 : minimum }

  /// The bits of the quotients of values from `low` to `high`.
  func width(from low: Int64, to high: Int64) -> Int {
    64 - (UInt64(bitPattern: high &- low) / divisor.value).leadingZeroBitCount
  }

  /// The bytes of base and divisor, and of width or element size.
  var headerByteCount: Int {
    Varint.byteCount(zigzag: base) + Varint.byteCount(divisor.value) + 1
  }

  /// The bytes of these values as a constant or packed stream.
  func simpleByteCount(_ count: Int) -> Int {
    isConstant
      ? 1 + Varint.byteCount(zigzag: minimum)
      : 1 + headerByteCount + BitPacking.byteCount(count, width: width)
  }
}
