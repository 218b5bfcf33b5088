// A wrong literal is a defect of the program, not input. It ends the program with a message, as a
// wrong number literal stops the compiler. Text from outside goes through the failable
// initialisers.

extension MemberIdentifier: ExpressibleByStringLiteral {
  /// The identifier with this text. One that is no identifier traps.
  public init(stringLiteral text: String) {
    guard let identifier = Self(text) else {
      preconditionFailure(
        "\(text.debugDescription) is no member identifier: \(InlineText.nameRule)")
    }
    self = identifier
  }
}

extension Reference: ExpressibleByStringLiteral {
  /// The reference with this text. One that is no reference traps.
  public init(stringLiteral text: String) {
    guard let reference = Self(text) else {
      preconditionFailure("\(text.debugDescription) is no reference: \(InlineText.nameRule)")
    }
    self = reference
  }
}

extension UnitCode: ExpressibleByStringLiteral {
  /// The code with this text: 1 to 16 bytes of UTF-8, without white space. Any other literal traps.
  public init(stringLiteral text: String) {
    guard let code = Self(text) else {
      preconditionFailure(
        "\(text.debugDescription) is no unit code: 1 to 16 bytes of UTF-8, without white space")
    }
    self = code
  }
}

extension PostDate: ExpressibleByStringLiteral {
  /// The date with this text, such as `+14d`. A literal that is none traps.
  public init(stringLiteral text: String) {
    do {
      self = try Self(text)
    } catch {
      preconditionFailure("\(text.debugDescription): \(error)")
    }
  }
}
