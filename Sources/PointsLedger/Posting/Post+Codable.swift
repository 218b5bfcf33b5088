/// An object with only the fields that are present, for an outbox that outlives the program.
extension Post: Codable {
  private enum Key: String, CodingKey {
    case kind, reference, member, points, occurred, unit, activates, expires, texts
    case original, counterparty, lots, partial, terms, freezesCredits, overdraws
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    self.init(
      kind: try fields.decode(EntryKind.self, forKey: .kind),
      reference: try fields.decode(Reference.self, forKey: .reference))
    member = try fields.decodeIfPresent(MemberIdentifier.self, forKey: .member)
    points = try fields.decodeIfPresent(Points.self, forKey: .points)
    occurred = try fields.decodeIfPresent(Instant.self, forKey: .occurred)
    unit = try fields.decodeIfPresent(UnitCode.self, forKey: .unit)
    activates = try fields.decodeIfPresent(PostDate.self, forKey: .activates)
    expires = try fields.decodeIfPresent(PostDate.self, forKey: .expires)
    texts = try fields.decodeIfPresent(EntryTexts.self, forKey: .texts) ?? .none
    original = try fields.decodeIfPresent(Reference.self, forKey: .original)
    counterparty = try fields.decodeIfPresent(MemberIdentifier.self, forKey: .counterparty)
    lots = try fields.decodeIfPresent([Reference].self, forKey: .lots) ?? []
    partial = try fields.decodeIfPresent(Bool.self, forKey: .partial)
    terms = try fields.decodeIfPresent(UnitTerms.self, forKey: .terms)
    freezesCredits = try fields.decodeIfPresent(Bool.self, forKey: .freezesCredits)
    overdraws = try fields.decodeIfPresent(Bool.self, forKey: .overdraws)
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(kind, forKey: .kind)
    try fields.encode(reference, forKey: .reference)
    try fields.encodeIfPresent(member, forKey: .member)
    try fields.encodeIfPresent(points, forKey: .points)
    try fields.encodeIfPresent(occurred, forKey: .occurred)
    try fields.encodeIfPresent(unit, forKey: .unit)
    try fields.encodeIfPresent(activates, forKey: .activates)
    try fields.encodeIfPresent(expires, forKey: .expires)
    if !texts.isEmpty { try fields.encode(texts, forKey: .texts) }
    guard hasRare else { return }
    try fields.encodeIfPresent(original, forKey: .original)
    try fields.encodeIfPresent(counterparty, forKey: .counterparty)
    if !lots.isEmpty { try fields.encode(lots, forKey: .lots) }
    try fields.encodeIfPresent(partial, forKey: .partial)
    try fields.encodeIfPresent(terms, forKey: .terms)
    try fields.encodeIfPresent(freezesCredits, forKey: .freezesCredits)
    try fields.encodeIfPresent(overdraws, forKey: .overdraws)
  }
}
