/// The number of values that entries of one shape have in each column.
struct EntryLayout: Sendable {
  let shape: Int64
  let kind: EntryKind
  let fields: RecordField
  /// The column of the instant at which the entry occurred.
  let occurred: EntryColumn
  /// The numbers of the columns in which each entry has one value.
  let columns: [Int]
  /// Whether entries of this shape can have different numbers of values.
  let isVariable: Bool
  /// Whether these numbers depend on the values of a column in which each entry has one value.
  let depends: Bool

  /// Fields of one value each, in columns that are the same for all entries.
  private static let plain: [(field: RecordField, column: EntryColumn)] = [
    (.flags, .flags), (.member, .member), (.unit, .unit), (.identifier, .identifier),
    (.effective, .late), (.amount, .amount), (.balanceAfter, .balanceAfter),
    (.previous, .previous), (.activates, .activates), (.expires, .expires),
    (.counterparty, .counterparty), (.counterpartyIdentifier, .counterpartyIdentifier),
    (.reference, .reference), (.arrears, .arrears), (.covered, .covered), (.group, .group),
    (.newIdentifier, .newIdentifier), (.salt, .saltHigh), (.salt, .saltLow),
    (.askedUnit, .askedUnit),
  ]
  private static let variable: RecordField = [
    .allocations, .payments, .newLots, .sliding, .terms, .refusal, .newMember, .namedLots,
    .unknown, .texts,
  ]

  /// Nil if no entry has this shape.
  init?(shape: Int64) {
    let parts = EntrySignature(rawValue: UInt64(bitPattern: shape))
    let fields = RecordField(rawValue: parts.fields)
    guard let kind = EntryKind(rawValue: parts.kind), fields.isSubset(of: .known) else {
      return nil
    }
    self.shape = shape
    self.kind = kind
    self.fields = fields
    let record = Record(kind: kind, occurred: 0, effective: 0)
    occurred = record.occurredColumn(fields)
    var columns: [EntryColumn] = [.posted, .shape, occurred]
    for (field, column) in Self.plain where fields.contains(field) { columns.append(column) }
    if fields.contains(.change) { columns.append(record.changeColumn) }
    if fields.contains([.asked, .askedOther]) { columns.append(.asked) }
    if fields.contains(.original) { columns.append(record.originalColumn) }
    self.columns = columns.map { Int($0.rawValue) }
    isVariable = !fields.isDisjoint(with: Self.variable)
    let mayRestore = (kind == .reverse || kind == .counter) && fields.contains(.allocations)
    depends = mayRestore || fields.contains(.newMember)
  }
}
