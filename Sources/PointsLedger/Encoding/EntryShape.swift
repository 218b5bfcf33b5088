/// The kind of an entry and the set of its fields, in one number: few entries differ in it.
struct EntryShape {
  let rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }
  init(kind: UInt8, fields: UInt64) { rawValue = fields &<< 8 | UInt64(kind) }

  var kind: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
  var fields: UInt64 { rawValue &>> 8 }

  /// The fields of most credits: of one value each but for `texts`, which has more, and in columns
  /// that depend on nothing.
  private static let ofCredits: [(field: RecordField, column: EntryColumn)] = [
    (.flags, .flags), (.member, .member), (.unit, .unit), (.identifier, .identifier),
    (.effective, .late), (.change, .change), (.balanceAfter, .balanceAfter),
    (.previous, .previous), (.activates, .activates), (.expires, .expires),
    (.reference, .reference), (.texts, .textsPresent),
  ]
  private static let fieldsOfCredits = ofCredits.reduce(into: RecordField.asked) {
    $0.formUnion($1.field)
  }

  /// Shows the columns of which an entry of this shape has one value, but for its texts; false where
  /// more than the shape is needed to know them.
  func forEachColumn(_ visit: (EntryColumn) -> Void) -> Bool {
    let fields = RecordField(rawValue: fields)
    guard kind == EntryKind.earn.rawValue || kind == EntryKind.adjust.rawValue,
      fields.isSubset(of: Self.fieldsOfCredits)
    else { return false }
    for column in [EntryColumn.posted, .shape, .occurred] { visit(column) }
    for (field, column) in Self.ofCredits where fields.contains(field) { visit(column) }
    return true
  }
}
