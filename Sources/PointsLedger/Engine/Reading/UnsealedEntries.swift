/// What the entries that are not sealed make known, by what it is looked up by.
struct UnsealedEntries {
  /// The sequence number after the last one.
  private(set) var end: UInt64
  private(set) var references: [(text: InlineText, sequence: UInt64)] = []
  /// In the order of their numbers.
  private(set) var identifiers: [(text: InlineText, member: UInt32?)] = []
  /// By member: the place in `identifiers` of the one that enrolled it.
  private(set) var firstIdentifiers: [UInt32: Int] = [:]
  /// By account, as the keys of segments number them: the last entry.
  private(set) var heads: [UInt64: UInt64] = [:]
  /// The `unit` entries.
  private(set) var units: [Record] = []

  /// - Parameter sequence: Of the first entry that is not sealed.
  init(after sequence: UInt64) { end = sequence }

  mutating func add(_ record: Record) {
    if let reference = record.reference { references.append((reference, record.sequence)) }
    if let identifier = record.newIdentifier {
      if let member = record.member, record.newMember != nil {
        firstIdentifiers[member] = identifiers.count
      }
      identifiers.append((identifier, record.member))
    }
    if let member = record.member {
      heads[KeyPlace.account(member: member, unit: record.unit)] = record.sequence
    }
    if record.kind == .unit { units.append(record) }
    end = record.sequence + 1
  }
}
