/// An object with only the texts that are present.
extension EntryTexts: Codable {
  private enum Key: String, CodingKey {
    case location, actor, reason, campaign, basis, basisUnit, memo
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    func text(_ key: Key) throws -> String? {
      try fields.decodeIfPresent(String.self, forKey: key)
    }
    self.init(
      location: try text(.location), actor: try text(.actor), reason: try text(.reason),
      campaign: try text(.campaign), basis: try text(.basis), basisUnit: try text(.basisUnit),
      memo: try text(.memo))
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encodeIfPresent(location, forKey: .location)
    try fields.encodeIfPresent(actor, forKey: .actor)
    try fields.encodeIfPresent(reason, forKey: .reason)
    try fields.encodeIfPresent(campaign, forKey: .campaign)
    try fields.encodeIfPresent(basis, forKey: .basis)
    try fields.encodeIfPresent(basisUnit, forKey: .basisUnit)
    try fields.encodeIfPresent(memo, forKey: .memo)
  }
}
