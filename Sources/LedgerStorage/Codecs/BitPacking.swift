/// Integers as multiples of a divisor above a base, in a fixed number of bits each. The first value
/// is in the lowest bits of the first byte, little-endian; the last byte is padded with zeros.
enum BitPacking {
  /// The bytes that `count` values of `width` bits take.
  static func byteCount(_ count: Int, width: Int) -> Int { (count * width + 7) / 8 }

  /// Appends the bits of values. Their differences from the base must be multiples of the divisor,
  /// with quotients of at most `width` bits.
  static func pack(
    _ values: Span<Int64>, base: Int64, divisor: ExactDivisor, width: Int, into out: inout [UInt8]
  ) {
    guard width > 0 else { return }
    let start = out.count
    out.append(zeros: byteCount(values.count, width: width))
    unsafe out.withUnsafeMutableBytes { target in
      var position = start
      var bits: UInt64 = 0
      var used = 0
      for index in values.indices {
        let quotient = divisor.quotient(UInt64(bitPattern: values[index] &- base))
        bits |= quotient &<< UInt64(used)
        used &+= width
        if used >= 64 {
          unsafe target.storeBytes(of: bits.littleEndian, toByteOffset: position, as: UInt64.self)
          position &+= 8
          used &-= 64
          // A shift by all 64 bits gives 0 here.
          bits = quotient >> (width &- used)
        }
      }
      while used > 0 {
        unsafe target[position] = UInt8(truncatingIfNeeded: bits)
        bits &>>= 8
        position &+= 1
        used &-= 8
      }
    }
  }

  /// Fills `out` with values.
  ///
  /// - Parameters:
  ///   - bytes: Exactly the bytes of these values.
  ///   - width: 0 to 64.
  static func unpack(
    _ bytes: RawSpan, base: Int64, divisor: UInt64, width: Int,
    into out: UnsafeMutableBufferPointer<Int64>
  ) {
    let mask: UInt64 = width == 64 ? .max : 1 &<< UInt64(width) &- 1
    // Values that begin at or before this byte can be loaded 9 bytes at a time.
    let lastStart = bytes.byteCount - 9
    var index = 0
    if width > 0, lastStart >= 0 {
      let safeCount = min(out.count, (lastStart * 8 + 7) / width + 1)
      if width <= 57 {
        while index < safeCount {
          let bit = index &* width
          let word: UInt64 = bytes.integer(at: bit &>> 3)
          let quotient = word &>> UInt64(bit & 7) & mask
          unsafe out[index] = base &+ Int64(bitPattern: quotient &* divisor)
          index &+= 1
        }
      } else {
        while index < safeCount {
          let bit = index &* width
          let shift = UInt64(bit & 7)
          let word: UInt64 = bytes.integer(at: bit &>> 3)
          let next = UInt64(bytes.integer(at: bit &>> 3 &+ 8, as: UInt8.self))
          let quotient = (word &>> shift | (next &<< 1) &<< (63 &- shift)) & mask
          unsafe out[index] = base &+ Int64(bitPattern: quotient &* divisor)
          index &+= 1
        }
      }
    }
    while index < out.count {
      let quotient = slowQuotient(bytes, bit: index &* width, width: width)
      unsafe out[index] = base &+ Int64(bitPattern: quotient &* divisor)
      index &+= 1
    }
  }

  /// Whether the bits after the last value are zero.
  static func isPadded(_ bytes: RawSpan, count: Int, width: Int) -> Bool {
    let used = count * width & 7
    return used == 0 || bytes.integer(at: bytes.byteCount - 1, as: UInt8.self) >> used == 0
  }

  /// One of the last values, read byte by byte.
  private static func slowQuotient(_ bytes: RawSpan, bit: Int, width: Int) -> UInt64 {
    var value: UInt64 = 0
    var done = 0
    while done < width {
      let place = bit &+ done
      let byte = UInt64(bytes.integer(at: place &>> 3, as: UInt8.self) &>> UInt8(place & 7))
      let taken = min(8 &- place & 7, width &- done)
      value |= (byte & (1 &<< UInt64(taken) &- 1)) &<< UInt64(done)
      done &+= taken
    }
    return value
  }
}
