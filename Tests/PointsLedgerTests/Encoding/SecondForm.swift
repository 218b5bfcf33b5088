import Testing

@testable import PointsLedger

/// The body of an entry in a form that differs from its only valid encoding.
struct SecondForm: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let body: [UInt8]

  /// - Parameters:
  ///   - bits: The fields that are marked as present.
  ///   - fields: Their bytes.
  private init(_ name: String, _ kind: EntryKind = .earn, bits: [Int], _ fields: [UInt8]) {
    testDescription = name
    var writer = ByteWriter()
    writer.byte(kind.rawValue)
    writer.varint(bits.reduce(0) { $0 | 1 << UInt64($1) })
    writer.zigzag(0)
    body = writer.bytes + fields
  }

  static let all: [SecondForm] = [
    SecondForm("no flags, said to be there", bits: [0], [0]),
    SecondForm("an unknown flag", bits: [0], [128]),
    SecondForm("effective is occurred", bits: [4], [0]),
    SecondForm("no change, said to be there", bits: [5], [0]),
    SecondForm("the amount is the change", bits: [5, 6], [10, 5]),
    SecondForm("the amount is 0, and no change", bits: [6], [0]),
    SecondForm("asked otherwise, not asked", bits: [8], [10]),
    SecondForm("asked otherwise, but the same", bits: [5, 7, 8], [10, 10]),
    SecondForm("balance after 0", bits: [9], [0]),
    SecondForm("no allocations, said to be there", .redeem, bits: [17], [0]),
    SecondForm("no arrears, said to be there", .reverse, bits: [18], [0]),
    SecondForm("nothing covered, said to be there", .reverse, bits: [19], [0]),
    SecondForm("no payments, said to be there", bits: [20], [0]),
    SecondForm("no new lots, said to be there", .counter, bits: [21], [0]),
    SecondForm("no sliding rule, said to be there", bits: [22], [0]),
    SecondForm("no named lots, said to be there", .redeem, bits: [28], [0]),
    SecondForm("no unknown names, said to be there", .refusal, bits: [29], [0, 0, 0, 0]),
    SecondForm("no texts, said to be there", bits: [31], [0]),
    SecondForm("an unknown text", bits: [31], [128]),
    SecondForm("an unknown field", bits: [33], []),
    SecondForm("an activity kind that there is not", .unit, bits: [23], [0, 0, 0, 0, 0, 1]),
    SecondForm("a scale out of range", .unit, bits: [23], [0, 8, 0, 0, 0, 0]),
    SecondForm(
      "a close beyond the end of time", .refusal, bits: [25],
      [19, 14, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]),
  ]
}
