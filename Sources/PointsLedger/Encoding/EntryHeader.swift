/// The account that an entry changes, and its reference, read without decoding the rest of the
/// entry.
struct EntryHeader {
  let kind: EntryKind
  let member: UInt32
  let unit: UInt8
  let effective: Int64
  let identifier: UInt32?
  let reference: InlineText?

  /// The fields of credits, debits and expiries that change one account and nothing else.
  private static let plain: RecordField = [
    .flags, .member, .unit, .identifier, .effective, .change, .amount, .asked, .askedOther,
    .balanceAfter, .previous, .original, .activates, .expires, .reference, .allocations, .texts,
    .sliding, .group,
  ]
  /// The fields that are a single number and precede the reference.
  private static let numbers: RecordField = [
    .change, .amount, .askedOther, .balanceAfter, .previous, .original, .activates, .expires,
  ]

  /// Nil if the entry changes more than the lots of one account, or is malformed.
  init?(_ body: ByteReader) {
    var reader = body
    guard let found = try? Self(reading: &reader) else { return nil }
    self = found
  }

  private init?(reading reader: inout ByteReader) throws(ByteReader.Malformed) {
    let shape = try reader.shape()
    let fields = RecordField(rawValue: shape.fields)
    guard let kind = EntryKind(rawValue: shape.kind), Self.isPlain(kind),
      fields.isSubset(of: Self.plain), fields.isSuperset(of: [.member, .unit])
    else { return nil }
    self.kind = kind
    let occurred = try reader.zigzag()
    if fields.contains(.flags) { _ = try reader.byte() }
    member = try reader.number32(.member)
    unit = try reader.byte()
    identifier = fields.contains(.identifier) ? try reader.number32(.identifier) : nil
    effective = occurred &+ (fields.contains(.effective) ? Int64(clamping: try reader.varint()) : 0)
    for _ in 0..<fields.intersection(Self.numbers).rawValue.nonzeroBitCount {
      _ = try reader.varint()
    }
    reference = fields.contains(.reference) ? try reader.optionalText() : nil
  }

  private static func isPlain(_ kind: EntryKind) -> Bool {
    switch kind {
    case .opening, .earn, .redeem, .adjust, .expire: true
    default: false
    }
  }
}
