/// The code of a unit: `points`, `stamps`, ... UTF-8, 1 to 16 bytes, without white space or
/// control characters.
public struct UnitCode: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The most bytes that a code can have.
  public static let maximumByteCount = 16

  /// The bytes in order, zero-filled behind the text: small, since every post has room for one.
  private let words: InlineArray<2, UInt64>

  package var text: InlineText { InlineText(first: words[0], second: words[1]) }

  /// Returns nil if `text` is longer than 16 bytes or has white space or control characters.
  package init?(_ text: InlineText) {
    guard text.byteCount <= Self.maximumByteCount else { return nil }
    for index in 0..<text.byteCount where text[index] <= 0x20 || text[index] == 0x7F { return nil }
    words = text.firstWords
  }

  /// Returns nil if `string` is not such a code.
  public init?(_ string: String) {
    guard let text = InlineText(string) else { return nil }
    self.init(text)
  }

  /// `points`, scale 0: what a ledger counts unless it is told otherwise.
  public static let points = UnitCode(unchecked: "points")

  private init(unchecked literal: StaticString) {
    var bytes: [UInt8] = []
    literal.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    // A literal of this file: 1 to 16 bytes of ASCII.
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
