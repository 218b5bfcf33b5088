extension PostDate {
  /// Reads an instant as `Instant(_:)` does, or a rule: `+30min`, `+2h`, `+14d`, `+2w`, `+12mo`,
  /// `+2y`, `end-of-day+0d`, `end-of-month+12mo`, `end-of-year+1y`. A rule of the calendar may end
  /// with a time zone: `end-of-day+0d@Europe/Berlin`.
  ///
  /// - Throws: What is wrong with the text.
  public init(_ text: String) throws(PostDateError) {
    guard let first = text.utf8.first else { throw .malformed }
    if (0x30...0x39).contains(first) {
      do throws(InstantTextError) {
        self = .at(try Instant(text))
      } catch {
        throw error == .malformed ? .malformed : .instant(error)
      }
    } else {
      self = .relative(try RelativeDate(text))
    }
  }

  package func append(to output: inout [UInt8]) {
    switch self {
    case .at(let instant): instant.append(to: &output)
    case .relative(let rule): output.append(contentsOf: rule.description.utf8)
    }
  }
}

extension RelativeDate {
  /// Reads a rule as `PostDate(_:)` does.
  ///
  /// - Throws: What is wrong with the text.
  public init(_ text: String) throws(PostDateError) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let plus = parts[0].firstIndex(of: "+") else { throw .malformed }
    var end: Period?
    if plus > text.startIndex {
      end = Period.allCases.first { "end-of-\($0.rawValue)" == text[..<plus] }
      if end == nil { throw .malformed }
    }
    let number = parts[0][plus...].dropFirst()
    let digits = number.prefix { $0.isASCII && $0.isWholeNumber }
    guard !digits.isEmpty, let unit = Unit(rawValue: String(number[digits.endIndex...])) else {
      throw .malformed
    }
    guard let count = Int(digits) else { throw .countOutOfRange(unit) }
    try self.init(count, unit, toEndOf: end, in: parts.count > 1 ? String(parts[1]) : nil)
  }
}

extension RelativeDate: CustomStringConvertible {
  public var description: String {
    "\(end.map { "end-of-\($0.rawValue)" } ?? "")+\(count)\(unit.rawValue)\(zone.map { "@\($0)" } ?? "")"
  }
}

extension PostDate: CustomStringConvertible {
  /// The text that `init(_:)` reads.
  public var description: String {
    switch self {
    case .at(let instant): instant.description
    case .relative(let rule): rule.description
    }
  }
}
