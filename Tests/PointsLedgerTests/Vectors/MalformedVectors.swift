@testable import PointsLedger

/// Bytes that are no entry, with one fault each.
enum MalformedVectors {
  private typealias Vector = MalformedVector
  /// The shortest entry: an `unfreeze` without any field.
  private static let least: [UInt8] = [18, 0, 0]
  private static let beyond63 = Vector.varint(1 << 63)
  private static let beyond32 = Vector.varint(1 << 32)
  private static let beyond64: [UInt8] = Array(repeating: 0xFF, count: 9) + [2]
  private static let afterTheEnd = Vector.zigzag(Instant.latest.milliseconds + 1)

  static let frames: [MalformedVector] = [
    Vector("nothing", []),
    Vector("a length of 0", [0]),
    Vector("a length in more bytes than it takes", [0x83, 0] + least),
    Vector("a length of more than 64 bits", beyond64 + least),
    Vector("a length in eleven bytes", Array(repeating: 0x80, count: 10) + [1] + least),
    Vector("the greatest length", Vector.varint(.max) + least),
    Vector("a length of one more than there is", [4] + least),
    Vector("a length of one less than the fields take", [2] + least),
    Vector("a byte behind the fields", body: least + [0]),
    Vector("bytes behind the entry", [3] + least + [0]),
    Vector("kind 0", body: [0, 0, 0]),
    Vector("kind 25", body: [25, 0, 0]),
    Vector("kind 255", body: [255, 0, 0]),
    Vector("a set of fields in more bytes than it takes", body: [18, 0x80, 0, 0]),
    Vector("a set of fields of more than 64 bits", body: [18] + beyond64 + [0]),
    Vector("field 63", bits: [63], []),
    Vector("occurred in more bytes than it takes", body: [18, 0, 0x80, 0]),
    Vector(
      "occurred before the first instant", at: Instant.earliest.milliseconds - 1, bits: [], []),
    Vector("occurred after the last instant", at: Instant.latest.milliseconds + 1, bits: [], []),
    Vector("occurred at the least number", at: .min, bits: [], []),
    Vector("occurred at the greatest number", at: .max, bits: [], []),
  ]

  static let numbers: [MalformedVector] = [
    Vector("a member in more bytes than it takes", bits: [1], [0x81, 0]),
    Vector("a member of more than 32 bits", bits: [1], beyond32),
    Vector("an identifier of more than 32 bits", bits: [3], beyond32),
    Vector("a counterparty of more than 32 bits", bits: [14], beyond32),
    Vector("a counterparty's identifier of more than 32 bits", bits: [15], beyond32),
    Vector("effective after the last instant", at: Instant.latest.milliseconds, bits: [4], [1]),
    Vector("effective so late that no number holds it", at: 1, bits: [4], Vector.varint(.max >> 1)),
    Vector("effective by more than 63 bits late", bits: [4], beyond63),
    Vector("a change in more bytes than it takes", bits: [5], [0x82, 0x80, 0]),
    Vector("a change of more than 64 bits", bits: [5], beyond64),
    Vector("an amount of more than 63 bits", bits: [6], beyond63),
    Vector("arrears of more than 63 bits", .reverse, bits: [18], beyond63),
    Vector("more than 63 bits covered", .reverse, bits: [19], beyond63),
    Vector("the entry before it is itself", bits: [10], [0]),
    Vector("the entry before it lies before the log", bits: [10], [101]),
    Vector("its original is itself", bits: [11], [0]),
    Vector("its original lies before the log", bits: [11], [101]),
    Vector("its original lies very far before the log", bits: [11], Vector.varint(.max)),
    Vector("its group began before the log", bits: [24], [101]),
    Vector("it activates after the last instant", at: Instant.latest.milliseconds, bits: [12], [2]),
    Vector(
      "it activates before the first instant", at: Instant.earliest.milliseconds, bits: [12], [1]),
    Vector("it expires when no number holds it", at: 1, bits: [13], Vector.zigzag(.max)),
    Vector("it expires before any number", at: -1, bits: [13], Vector.zigzag(.min)),
  ]

  static let texts: [MalformedVector] = [
    Vector("an empty reference", bits: [16], [0]),
    Vector("a reference of 65 bytes", bits: [16], [65] + Array(repeating: 0x61, count: 65)),
    Vector("a reference cut short", bits: [16], [5] + Array("four".utf8)),
    Vector("a reference with a byte that UTF-8 has not", bits: [16], [2, 0x61, 0xFF]),
    Vector(
      "a reference with a character in more bytes than it takes", bits: [16], [2, 0xC0, 0x80]),
    Vector("a reference with half a surrogate pair", bits: [16], [3, 0xED, 0xA0, 0x80]),
    Vector("a reference with a character beyond Unicode", bits: [16], [4, 0xF4, 0x90, 0x80, 0x80]),
    Vector("a reference that ends within a character", bits: [16], [2, 0xE2, 0x82]),
    Vector("an empty new identifier", bits: [27], [0]),
    Vector("a key of 15 bytes", bits: [26], Array(repeating: 1, count: 15)),
    Vector("a salt of 15 bytes", bits: [30], Array(repeating: 1, count: 15)),
    Vector(
      "a refusal with names unknown, and none", .refusal, bits: [25, 29], [7, 3, 0, 0, 0, 0]),
    Vector("an unknown lot without a name", .refusal, bits: [25, 29], [7, 3] + [0, 0, 0, 1, 0]),
    Vector(
      "1,025 unknown lots", .refusal, bits: [25, 29],
      [7, 3] + [0, 0, 0] + Vector.varint(1_025) + (0..<1_025).flatMap { _ in [1, 0x61] as [UInt8] }),
    Vector("a location that is not UTF-8", bits: [31], [1, 1, 0x80]),
    Vector("a location longer than the entry", bits: [31], [1, 9, 0x61]),
    Vector(
      "a location of 1,025 bytes", bits: [31],
      [1] + Vector.varint(1_025) + Array(repeating: 0x61, count: 1_025)),
    Vector(
      "a memo of 1,025 bytes", bits: [31],
      [64] + Vector.varint(1_025) + Array(repeating: 0x61, count: 1_025)),
    Vector("a location of a length that no memory holds", bits: [31], [1] + Vector.varint(.max)),
    tooLong("a location", bit: 0, 257),
    tooLong("an actor", bit: 1, 257),
    tooLong("a reason", bit: 2, 257),
    tooLong("a campaign", bit: 3, 1_024),
    tooLong("a basis", bit: 4, 33),
    tooLong("a unit of the basis", bit: 5, 257),
    Vector("texts present, and none", bits: [31], [0]),
    Vector("a text of sort 7", bits: [31], [128, 1, 0x61]),
  ]

  private static func tooLong(_ name: String, bit: Int, _ count: Int) -> MalformedVector {
    Vector(
      "\(name) of \(count) bytes", bits: [31],
      [1 << UInt8(bit)] + Vector.varint(UInt64(count)) + Array(repeating: 0x61, count: count))
  }

  /// An allocation or new lot of 1 point that activates in 1970.
  private static func lot(
    _ name: [UInt8], points: [UInt8] = [1], activates: [UInt8] = [0], expiry: [UInt8] = [0],
    sliding: [UInt8] = [0]
  ) -> [UInt8] { name + points + activates + expiry + sliding }

  static let lists: [MalformedVector] = [
    Vector("fewer allocations than it says", .redeem, bits: [17], [2] + lot([1, 0, 0, 0])),
    Vector(
      "more allocations than it says", .redeem, bits: [17], [1] + lot([1, 0, 0, 0]) + lot([2])),
    Vector("10,241 allocations", .redeem, bits: [17], Vector.varint(10_241) + lot([1, 0, 0, 0])),
    Vector("as many allocations as numbers reach", .redeem, bits: [17], Vector.varint(.max)),
    Vector("a lot from before the log", .redeem, bits: [17], [1] + lot([101, 0, 0, 0])),
    Vector(
      "a lot with the ordinal 10,241", .redeem, bits: [17],
      [1] + lot([1] + Vector.varint(10_241) + [0, 0])
    ),
    Vector(
      "a lot that arrives after it is taken from", .redeem, bits: [17], [1] + lot([1, 0, 2, 0])),
    Vector("a lot that began before the log", .redeem, bits: [17], [1] + lot([1, 0, 0, 100])),
    Vector(
      "more than 63 bits taken from a lot", .redeem, bits: [17],
      [1] + lot([1, 0, 0, 0], points: beyond63)),
    Vector(
      "a lot that activates after the last instant", .redeem, bits: [17],
      [1] + lot([1, 0, 0, 0], activates: afterTheEnd)),
    Vector(
      "an expiry of sort 2", .redeem, bits: [17], [1] + lot([1, 0, 0, 0], expiry: [2, 0])),
    Vector(
      "a lot that expires after the last instant", .redeem, bits: [17],
      [1] + lot([1, 0, 0, 0], expiry: [1] + afterTheEnd)),
    Vector(
      "an inactivity rule of more than 32 bits", .redeem, bits: [17],
      [1] + lot([1, 0, 0, 0], sliding: beyond32 + [0])),
    Vector(
      "an inactivity rule in more bytes than it takes", .redeem, bits: [17],
      [1] + lot([1, 0, 0, 0], sliding: [0x80, 0])),
    Vector("an inactivity rule of 36,526 days", bits: [22], Vector.varint(36_526) + [2]),
    Vector("an inactivity rule with kind 0", bits: [22], [1, 1]),
    Vector("an inactivity rule with kind 25", bits: [22], [1] + Vector.varint(1 << 25)),
    Vector(
      "a lot with an inactivity rule of 36,526 days", .redeem, bits: [17],
      [1] + lot([1, 0, 0, 0], sliding: Vector.varint(36_526) + [2])),
    Vector("a debt made by the entry itself", bits: [20], [1, 0, 0, 0, 0, 1]),
    Vector("a payment from a lot before the log", bits: [20], [1, 1, 101, 0, 0, 1]),
    Vector("11,265 payments", bits: [20], Vector.varint(11_265) + [1, 0, 0, 0, 1]),
    Vector("a new lot that began before the log", .counter, bits: [21], [1] + lot([101])),
    Vector(
      "a new lot with an expiry of sort 2", .counter, bits: [21], [1] + lot([1], expiry: [2, 0])),
    Vector("10,241 new lots", .counter, bits: [21], Vector.varint(10_241) + lot([1])),
    Vector("a named lot that is the entry itself", .redeem, bits: [28], [1, 0]),
    Vector(
      "1,025 named lots", .redeem, bits: [28],
      Vector.varint(1_025) + Array(repeating: 1, count: 1_025)),
  ]

  static let policies: [MalformedVector] = [
    Vector(
      "a unit with a code of 65 bytes", .unit, bits: [23], [65] + Array(repeating: 0x61, count: 65)),
    Vector(
      "a unit with a code of 17 bytes", .unit, bits: [23],
      [17] + Array(repeating: 0x61, count: 17) + [0, 0, 0, 0, 0]),
    Vector("a unit with a space in its code", .unit, bits: [23], [2, 0x61, 0x20, 0, 0, 0, 0, 0]),
    Vector("a grace of 0 days", .unit, bits: [23], [1, 0x70, 0, 0, 1, 0, 0, 0]),
    Vector("a reissue for 0 days", .unit, bits: [23], [1, 0x70, 0, 0, 2, 0, 0, 0]),
    Vector(
      "a grace of 36,526 days", .unit, bits: [23],
      [1, 0x70, 0, 0, 1] + Vector.varint(36_526) + [0, 0]),
    Vector(
      "inactivity of 36,526 days", .unit, bits: [23],
      [1, 0x70, 0, 0, 0] + Vector.varint(36_526) + [0]),
    Vector("activity of kind 0", .unit, bits: [23], [1, 0x70, 0, 0, 0, 0, 1]),
    Vector("a policy with reversal 3", .unit, bits: [23], [1, 0x70, 0, 3, 0, 0, 0]),
    Vector("a policy with restore 3", .unit, bits: [23], [1, 0x70, 0, 0, 3, 1, 0, 0]),
    Vector(
      "a grace of more than 32 bits", .unit, bits: [23], [1, 0x70, 0, 0, 1] + beyond32 + [0, 0]),
    Vector(
      "activity of kind 25", .unit, bits: [23], [1, 0x70, 0, 0, 0, 0] + Vector.varint(1 << 25)),
    Vector("a refusal of kind 0", .refusal, bits: [25], [0, 2]),
    Vector("a refusal of kind 25", .refusal, bits: [25], [25, 2]),
    Vector("a refusal of a refusal", .refusal, bits: [25], [20, 2]),
    Vector("a refusal without a code", .refusal, bits: [], []),
    Vector("a refusal's code in an earn", bits: [25], [7, 2]),
    Vector("refusal code 0", .refusal, bits: [25], [7, 0]),
    Vector("refusal code 18", .refusal, bits: [25], [7, 18]),
    Vector("a refusal without the points available", .refusal, bits: [25], [7, 1]),
    Vector(
      "closed through an instant after the last", .refusal, bits: [25], [19, 14] + afterTheEnd),
  ]

  static let all =
    frames + numbers + texts + lists + policies
    + SecondForm.all.map { MalformedVector($0.testDescription, body: $0.body) }
}
