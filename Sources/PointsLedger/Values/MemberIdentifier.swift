/// An external name of a member: a card number, a phone token, an app ID. UTF-8, 1 to 64 bytes.
public struct MemberIdentifier: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let text: InlineText

  package init(_ text: InlineText) { self.text = text }

  /// Returns nil if the UTF-8 of `string` is empty or over 64 bytes, if there is a control character
  /// in it, or if it begins or ends with white space or an invisible character.
  public init?(_ string: String) {
    guard let text = InlineText(string), text.isName else { return nil }
    self.text = text
  }

  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.text < rhs.text }
  public var description: String { text.description }
}
