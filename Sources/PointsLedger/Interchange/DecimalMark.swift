/// The mark before decimals, in a file that may also have marks between thousands: the other one of
/// comma and point, a space (also one that does not break) or an apostrophe.
@nonexhaustive public enum DecimalMark: String, Sendable, CaseIterable {
  case point = "."
  case comma = ","

  var byte: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }

  /// An example, for messages.
  var example: String { self == .point ? "1,234.50" : "1.234,50" }

  /// Rewrites a number in place to digits with a point before decimals. Returns the new number of
  /// bytes, or nil, with nothing changed, for what is no such number: marks stand between groups
  /// of three digits, all of them the same.
  func normalize(_ bytes: UnsafeMutableBufferPointer<UInt8>) -> Int? {
    guard let plain = plain(unsafe Array(bytes)) else { return nil }
    for (index, byte) in plain.enumerated() { unsafe bytes[index] = byte }
    return plain.count
  }

  private func plain(_ bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var rest = bytes[...]
    if rest.first == UInt8(ascii: "-") { result.append(rest.removeFirst()) }
    let first = Self.digits(&rest)
    if first.isEmpty { return nil }
    result += first
    var mark: [UInt8]?
    while let found = thousandsMark(rest), mark == nil || mark == found {
      rest.removeFirst(found.count)
      let group = Self.digits(&rest)
      guard group.count == 3, first.count <= 3 else { return nil }
      result += group
      mark = found
    }
    if rest.first == byte {
      rest.removeFirst()
      let decimals = Self.digits(&rest)
      if decimals.isEmpty { return nil }
      result.append(UInt8(ascii: "."))
      result += decimals
    }
    return rest.isEmpty ? result : nil
  }

  /// Takes the digits at the front.
  private static func digits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = rest.prefix { $0 &- 48 <= 9 }
    rest.removeFirst(digits.count)
    return digits
  }

  private func thousandsMark(_ rest: ArraySlice<UInt8>) -> [UInt8]? {
    let other: Self = self == .point ? .comma : .point
    return ([[other.byte]] + Self.spaces).first { rest.starts(with: $0) }
  }

  private static let spaces = [" ", "\u{A0}", "\u{202F}", "'", "\u{2019}"].map { Array($0.utf8) }
}
