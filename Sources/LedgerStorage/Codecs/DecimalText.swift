/// Decimal digits, eight at a time.
enum DecimalText {
  /// The number in `width` digits at a byte offset; the width is 1 to 18.
  static func value(_ bytes: RawSpan, at offset: Int, width: Int) -> Int64 {
    var value: UInt64 = 0
    var position = offset
    var rest = width
    while rest >= 8 {
      value = value &* 100_000_000 &+ eight(bytes.integer(at: position))
      position &+= 8
      rest &-= 8
    }
    while rest > 0 {
      let digit = UInt64(bytes.integer(at: position, as: UInt8.self)) & 0xF
      value = value &* 10 &+ digit
      position &+= 1
      rest &-= 1
    }
    return Int64(bitPattern: value)
  }

  /// Writes numbers as `width` digits each, at an offset from the start of their texts.
  ///
  /// - Parameters:
  ///   - starts: The start of each number's text in `bytes`, which has room for the digits.
  ///   - width: 1 to 18.
  /// - Returns: False if a number needs more digits, or is negative.
  static func write(
    _ numbers: [Int64], width: Int, at offset: Int, starts: [Int], into bytes: inout [UInt8]
  ) -> Bool {
    var end: UInt64 = 1
    for _ in 0..<width { end &*= 10 }
    return unsafe bytes.withUnsafeMutableBytes { target in
      for index in numbers.indices {
        var number = UInt64(bitPattern: numbers[index])
        guard number < end else { return false }
        let first = starts[index] &+ offset
        var rest = width
        while rest >= 8 {
          let (quotient, remainder) = number.quotientAndRemainder(dividingBy: 100_000_000)
          rest &-= 8
          unsafe target.storeBytes(
            of: digits(remainder).littleEndian, toByteOffset: first &+ rest, as: UInt64.self)
          number = quotient
        }
        var word = digits(number) &>> (UInt64(8 &- rest) &* 8 & 63)
        for place in 0..<rest {
          unsafe target[first &+ place] = UInt8(truncatingIfNeeded: word)
          word &>>= 8
        }
      }
      return true
    }
  }

  /// The number in eight digits; the first digit is in the lowest byte.
  @inline(__always)
  private static func eight(_ digits: UInt64) -> UInt64 {
    // Combines pairs of digits, then pairs of pairs, then fours.
    var value = ((digits & 0x0F0F_0F0F_0F0F_0F0F) &* 2561) &>> 8
    value = ((value & 0x00FF_00FF_00FF_00FF) &* 6_553_601) &>> 16
    value = ((value & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) &>> 32
    return value
  }

  /// The eight digits of a number below 100,000,000, the first in the lowest byte.
  @inline(__always)
  private static func digits(_ number: UInt64) -> UInt64 {
    let fours = number / 10_000 | (number % 10_000) &<< 32
    // Divides by 100 and by 10 through multiplication, exact for all possible values.
    let hundreds = (fours &* 10_486) &>> 20 & 0x0000_007F_0000_007F
    let pairs = hundreds | (fours &- hundreds &* 100) &<< 16
    let tens = (pairs &* 103) &>> 10 & 0x000F_000F_000F_000F
    let ones = pairs &- tens &* 10
    return (tens | ones &<< 8) | 0x3030_3030_3030_3030
  }
}
