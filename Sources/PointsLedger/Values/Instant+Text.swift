extension Instant {
  /// Reads RFC 3339 with a zone and at most 3 digits after the second. A date alone stands for the
  /// start of that day in UTC.
  ///
  /// ```swift
  /// try Instant("1998-06-30T02:00:00+02:00")  // 1998-06-30T00:00:00Z
  /// ```
  /// - Throws: `InstantTextError`, which says what is wrong with the text.
  public init(_ text: String) throws(InstantTextError) {
    var text = text
    let result = text.withUTF8 { utf8 -> Result<Instant, InstantTextError> in
      var parser = InstantParser()
      do throws(InstantTextError) {
        return .success(try unsafe parser.parse(UnsafeRawBufferPointer(utf8)))
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  /// Appends this instant in UTC: `1998-06-30T00:00:00Z`, or `1998-06-30T00:00:00.250Z` if the
  /// milliseconds are not 0.
  package func append(to output: inout [UInt8]) {
    // Floor division: an instant before 1970 is counted from the start of its own day, too.
    var day = Int(milliseconds / Self.millisecondsPerDay)
    var rest = Int(milliseconds % Self.millisecondsPerDay)
    if rest < 0 {
      day &-= 1
      rest &+= Int(Self.millisecondsPerDay)
    }
    let date = CivilDate.date(dayNumber: day)
    Self.append(date.year, digits: 4, before: "-", to: &output)
    Self.append(date.month, digits: 2, before: "-", to: &output)
    Self.append(date.day, digits: 2, before: "T", to: &output)
    Self.append(rest / 3_600_000, digits: 2, before: ":", to: &output)
    Self.append(rest / 60_000 % 60, digits: 2, before: ":", to: &output)
    let fraction = rest % 1_000
    Self.append(rest / 1_000 % 60, digits: 2, before: fraction == 0 ? "Z" : ".", to: &output)
    if fraction != 0 { Self.append(fraction, digits: 3, before: "Z", to: &output) }
  }

  private static func append(
    _ value: Int, digits: Int, before separator: Unicode.Scalar, to output: inout [UInt8]
  ) {
    var weight = 1
    for _ in 1..<digits { weight &*= 10 }
    while weight > 0 {
      output.append(UInt8(truncatingIfNeeded: 48 &+ value / weight % 10))
      weight /= 10
    }
    output.append(UInt8(ascii: separator))
  }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC: `1998-06-30T00:00:00Z`.
  public var description: String {
    var output: [UInt8] = []
    output.reserveCapacity(24)
    append(to: &output)
    return String(decoding: output, as: UTF8.self)
  }
}
