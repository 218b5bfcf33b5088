extension Points {
  /// Reads a decimal exactly. With a scale of 2, `-12.50` is -1,250 minor units.
  ///
  /// A decimal point needs digits on both sides. A leading `+`, an exponent and digit grouping are
  /// not allowed. Beyond the scale, decimals have to be zeros.
  ///
  /// - Throws: `PointsTextError`, which says what is wrong with the text.
  public init(_ text: String, scale: UInt8) throws(PointsTextError) {
    var text = text
    let result = text.withUTF8 { utf8 -> Result<Points, PointsTextError> in
      do throws(PointsTextError) {
        return .success(try unsafe Points(bytes: UnsafeRawBufferPointer(utf8), scale: scale))
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  /// Reads a decimal. If the unit is unknown, `scale` is nil; the text may then have up to 6
  /// decimals, and the result keeps exactly those.
  init(bytes: UnsafeRawBufferPointer, scale: UInt8?) throws(PointsTextError) {
    var next = 0
    let isNegative = bytes.count > 0 && (unsafe bytes[0]) == UInt8(ascii: "-")
    if isNegative { next = 1 }
    var magnitude: UInt64 = 0
    var isTooLarge = false
    let first = next
    while next < bytes.count {
      let digit = unsafe bytes[next] &- 48
      guard digit <= 9 else { break }
      isTooLarge = Self.append(digit, to: &magnitude) || isTooLarge
      next &+= 1
    }
    guard next > first else { throw .malformed }
    let limit = Int(scale ?? Self.maximumScale)
    var decimals = 0
    var isTooFine = false
    if next < bytes.count {
      guard unsafe bytes[next] == UInt8(ascii: ".") else { throw .malformed }
      next &+= 1
      guard next < bytes.count else { throw .malformed }
      while next < bytes.count {
        let digit = unsafe bytes[next] &- 48
        guard digit <= 9 else { throw .malformed }
        if decimals < limit {
          isTooLarge = Self.append(digit, to: &magnitude) || isTooLarge
          decimals &+= 1
        } else if digit != 0 {
          isTooFine = true
        }
        next &+= 1
      }
    }
    if isTooFine { throw .tooManyDecimals(scale: UInt8(limit)) }
    if scale != nil {
      while decimals < limit {
        isTooLarge = Self.append(0, to: &magnitude) || isTooLarge
        decimals &+= 1
      }
    }
    guard !isTooLarge else { throw .outOfRange }
    if isNegative {
      guard magnitude <= Int64.min.magnitude else { throw .outOfRange }
      self.init(minorUnits: Int64(truncatingIfNeeded: 0 &- magnitude))
    } else {
      guard magnitude <= Int64.max.magnitude else { throw .outOfRange }
      self.init(minorUnits: Int64(truncatingIfNeeded: magnitude))
    }
  }

  /// Returns true if the digit does not fit.
  private static func append(_ digit: UInt8, to magnitude: inout UInt64) -> Bool {
    let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
    let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
    magnitude = sum
    return overflow || carry
  }

  /// Returns the decimal with exactly `scale` digits after the point: `12.50`, or `12` for a scale
  /// of 0.
  public func text(scale: UInt8) -> String {
    var output: [UInt8] = []
    append(to: &output, scale: scale)
    return String(decoding: output, as: UTF8.self)
  }

  /// Appends the decimal with exactly `scale` digits after the point.
  package func append(to output: inout [UInt8], scale: UInt8) {
    if minorUnits < 0 { output.append(UInt8(ascii: "-")) }
    var digits = InlineArray<24, UInt8>(repeating: 48)
    var rest = minorUnits.magnitude
    var count = 0
    while rest > 0 || count <= Int(min(scale, 22)) {
      digits[count] = 48 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      count &+= 1
    }
    while count > 0 {
      count &-= 1
      output.append(digits[count])
      if count == Int(scale), count > 0 { output.append(UInt8(ascii: ".")) }
    }
  }
}
