import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("The codec of entries: one form for each entry, and no trap for anything else")
struct RecordCodecTests {
  private static func encoded(_ record: Record) -> [UInt8] {
    var writer = ByteWriter()
    record.encode(into: &writer)
    return writer.bytes
  }

  /// The entry in the bytes, if they contain exactly one.
  private static func decoded(
    _ bytes: [UInt8], _ sequence: UInt64, _ posted: Int64
  ) throws(ByteReader.Malformed) -> Record {
    try bytes.span.bytes.withUnsafeBytes { (raw) throws(ByteReader.Malformed) -> Record in
      var reader = ByteReader(raw)
      let record = try Record.decode(from: &reader, sequence: sequence, posted: posted)
      guard reader.isAtEnd else { throw ByteReader.Malformed(reason: "more follows") }
      return record
    }
  }

  /// Decodes arbitrary bytes: the result is an error, or the entry's only encoding.
  private static func check(_ bytes: [UInt8], _ sequence: UInt64, _ comment: Comment) -> Bool {
    guard let record = try? decoded(bytes, sequence, 0) else { return true }
    let again = encoded(record)
    guard again != bytes else { return true }
    Issue.record("accepted \(bytes) for \(again); \(comment)")
    return false
  }

  @Test("what is encoded is decoded to the same, at the extremes too")
  func roundTrip() throws {
    let seed = UInt64.random(in: .min ... .max)
    var records = RandomRecord(seed: seed)
    for round in 0..<1_500 {
      let record = records.next()
      let bytes = Self.encoded(record)
      let again = try Self.decoded(bytes, record.sequence, record.posted)
      // Slow, so not each time.
      let isSame = round % 8 > 0 || "\(again)".sortedLetters == "\(record)".sortedLetters
      try #require(isSame, "seed \(seed)")
      try #require(Self.encoded(again) == bytes, "seed \(seed)")
    }
  }

  @Test("cut short anywhere, it is an error")
  func truncated() {
    let seed = UInt64.random(in: .min ... .max)
    var records = RandomRecord(seed: seed)
    for _ in 0..<40 {
      let record = records.next()
      let bytes = Self.encoded(record)
      for count in 0..<bytes.count {
        #expect(
          throws: ByteReader.Malformed.self, "\(count) of \(bytes.count), seed \(seed)"
        ) { try Self.decoded(Array(bytes.prefix(count)), record.sequence, 0) }
      }
      // Even with the length of the truncated body, fields are missing.
      let body = Self.body(record)
      for count in 0..<body.count {
        var writer = ByteWriter()
        writer.varint(UInt64(count))
        let shorter = writer.bytes + body.prefix(count)
        #expect(throws: ByteReader.Malformed.self, "seed \(seed)") {
          try Self.decoded(shorter, record.sequence, 0)
        }
      }
    }
  }

  private static func body(_ record: Record) -> [UInt8] {
    var writer = ByteWriter()
    record.encodeBody(into: &writer)
    return writer.bytes
  }

  @Test("a changed byte is an error or another entry in its one form")
  func changedBytes() {
    let seed = UInt64.random(in: .min ... .max)
    var records = RandomRecord(seed: seed)
    for _ in 0..<400 {
      let record = records.next()
      let bytes = Self.encoded(record)
      for _ in 0..<40 {
        var changed = bytes
        for _ in 0..<Int.random(in: 1...2, using: &records.random) {
          let index = Int.random(in: 0..<changed.count, using: &records.random)
          changed[index] = UInt8.random(in: 0...255, using: &records.random)
        }
        guard Self.check(changed, record.sequence, "seed \(seed)") else { return }
      }
    }
  }

  @Test("random bytes never trap, and are no second form of anything")
  func randomBytes() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...90, using: &random)
      var body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      // All kinds, and the first byte that is none.
      if let first = body.first { body[0] = first % UInt8(EntryKind.allCases.count + 2) }
      let sequence = Bool.random(using: &random) ? 0 : random.next()
      guard Self.check([UInt8(count)] + body, sequence, "seed \(seed)") else { return }
    }
  }

  /// For example a field that is present with its default value: each is an error.
  @Test("second forms of an entry", arguments: SecondForm.all)
  func secondForm(form: SecondForm) {
    var writer = ByteWriter()
    writer.varint(UInt64(form.body.count))
    let bytes = writer.bytes + form.body
    #expect(throws: ByteReader.Malformed.self) { try Self.decoded(bytes, 100, 0) }
  }

  @Test("the longest lists that posting can make are read back")
  func longLists() throws {
    let most = Account.maximumLots
    var record = Record(kind: .reverse, occurred: 0, effective: 0)
    record.sequence = 1 << 30
    record.allocations = (0..<most).map {
      Allocation(
        lot: LotID(created: SequenceNumber(UInt64($0)), ordinal: 0), arrival: UInt64($0),
        origin: SequenceNumber(UInt64($0)), points: 1, activates: .epoch, expires: .latest,
        sliding: .none)
    }
    record.newLots = (0..<most).map {
      NewLot(origin: UInt64($0), points: 1, activates: 0, expires: 1, sliding: .none)
    }
    record.payments = (0..<most).map {
      Payment(
        debt: UInt64($0), lot: LotID(created: SequenceNumber(1), ordinal: 0), origin: 1, points: 1)
    }
    let again = try Self.decoded(Self.encoded(record), record.sequence, 0)
    #expect(again.allocations == record.allocations && again.payments == record.payments)
    #expect(again.newLots == record.newLots)
  }

  @Test("a transfer of as many lots as an account may have, with the largest numbers, fits a frame")
  func largestTransfer() {
    let most = Account.maximumLots
    let sequence: UInt64 = 1 << 32
    let rule = SlidingRule(days: UnitTerms.maximumDays, kinds: 1 << 16)
    let points = Int64.max / Int64(most)
    var transfer = Record(kind: .transfer, occurred: 0, effective: 0)
    transfer.sequence = sequence
    var counter = Record(kind: .counter, occurred: 0, effective: 0)
    counter.sequence = sequence + 1
    for ordinal in 0..<most {
      transfer.allocations.append(
        Allocation(
          lot: LotID(created: SequenceNumber(sequence / 2), ordinal: ordinal),
          arrival: sequence / 2, origin: SequenceNumber(1),
          points: Points(minorUnits: points),
          activates: .earliest, expires: .latest, sliding: rule))
      counter.newLots.append(
        NewLot(
          origin: 1, points: points, activates: Instant.earliest.milliseconds,
          expires: Instant.latest.milliseconds, sliding: rule))
    }
    let size = Self.encoded(transfer).count + Self.encoded(counter).count
    #expect(size <= LogLimits().bodyBytes, "\(size) bytes")
  }
}

extension String {
  /// Descriptions of sets list their members in any order.
  fileprivate var sortedLetters: [Character] { sorted() }
}
