extension EntryKind: Codable {
  /// From the name in the interchange format.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let kind = Self(name: name) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(name.debugDescription) is no kind of entry")
    }
    self = kind
  }

  /// As the name in the interchange format: `earn`, `close-period`, and so on.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
