/// The fields of an entry as texts of the interchange format. Reused from entry to entry.
package struct EntryText {
  private var bytes: [UInt8] = []
  /// The end of each field in `bytes`, by raw value.
  private var ends: [Int] = []

  package init() {}

  /// The text of the field; empty if the entry has none.
  package subscript(field: InterchangeField) -> ArraySlice<UInt8> {
    let index = Int(field.rawValue)
    guard index < ends.count else { return [] }
    return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// Fills in the texts of an entry: a caller's entry as it was posted, one of the ledger's own
  /// without a reference. `scale` is that of the entry's unit.
  package mutating func fill(_ entry: Entry, scale: UInt8) {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    for field in InterchangeField.allCases {
      append(field, of: entry, scale: scale)
      ends.append(bytes.count)
    }
  }

  private mutating func append(_ field: InterchangeField, of entry: Entry, scale: UInt8) {
    let post = entry.post
    switch field {
    case .time: entry.occurred.append(to: &bytes)
    case .kind:
      let kind = entry.kind == .refusal ? post.kind : entry.kind
      bytes.append(contentsOf: kind.name.utf8)
    case .member: append(post.member?.text)
    case .points: Self.points(of: entry)?.append(to: &bytes, scale: scale)
    case .reference: append(entry.reference?.text)
    case .unit: append(post.unit?.text)
    case .activates: post.activates?.append(to: &bytes)
    case .expires: post.expires?.append(to: &bytes)
    case .original: append(post.original?.text)
    case .counterparty: append(post.counterparty?.text)
    case .location: append(post.texts.location)
    case .actor: append(post.texts.actor)
    case .reason: append(post.texts.reason)
    case .campaign: append(post.texts.campaign)
    case .basis: append(post.texts.basis)
    case .basisUnit: append(post.texts.basisUnit)
    case .memo: append(post.texts.memo)
    case .lots: LotsText.append(post.lots, to: &bytes)
    case .partial: append(post.partial.map { $0 ? "yes" : "no" })
    case .policy: append(Self.policy(of: post))
    case .group:
      if let group = entry.group { append("g\(group)") }
    }
  }

  /// The points that were asked for; for an entry of the ledger's own, the points that it moved.
  private static func points(of entry: Entry) -> Points? {
    if let points = entry.post.points { return points }
    guard entry.isEngineWritten, entry.change != .zero else { return nil }
    return Points(minorUnits: Int64(clamping: entry.change.minorUnits.magnitude))
  }

  private static func policy(of post: Post) -> String? {
    if let terms = post.terms { return PolicyText.text(terms) }
    if post.overdraws == true { return "arrears" }
    return post.freezesCredits == true ? "all" : nil
  }

  private mutating func append(_ text: InlineText?) { text?.append(to: &bytes) }

  private mutating func append(_ text: String?) {
    if let text { bytes.append(contentsOf: text.utf8) }
  }
}
