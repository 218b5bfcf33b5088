/// The code of a unit: `points`, `stamps`, and so on. UTF-8, 1 to 16 bytes, without white space or
/// control characters.
public struct UnitCode: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The maximum number of bytes in a code.
  public static let maximumByteCount = 16

  /// The bytes in order, zero-filled after the text. They are kept small because every post has
  /// room for a code.
  private let words: InlineArray<2, UInt64>

  package var text: InlineText { InlineText(first: words[0], second: words[1]) }

  /// Returns nil if `text` is longer than 16 bytes or has white space or control characters.
  package init?(_ text: InlineText) {
    guard text.byteCount <= Self.maximumByteCount else { return nil }
    for index in 0..<text.byteCount where text[index] <= 0x20 || text[index] == 0x7F { return nil }
    words = text.firstWords
  }

  /// Returns nil if `string` is not a valid code.
  public init?(_ string: String) {
    guard let text = InlineText(string) else { return nil }
    self.init(text)
  }

  /// `points`, with scale 0: the default unit of a ledger.
  public static let points = UnitCode(unchecked: "points")

  private init(unchecked literal: StaticString) {
    var bytes: [UInt8] = []
    literal.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    // The literals in this file have 1 to 16 bytes of ASCII.
    words = (InlineText(utf8: bytes) ?? InlineText.placeholder).firstWords
  }

  public static func == (lhs: Self, rhs: Self) -> Bool {
    lhs.words[0] == rhs.words[0] && lhs.words[1] == rhs.words[1]
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(words[0])
    hasher.combine(words[1])
  }

  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.text < rhs.text }
  public var description: String { text.description }
}
