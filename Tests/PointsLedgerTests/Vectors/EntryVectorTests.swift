import Foundation
import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("The vectors and worked bytes of spec/entries.md", .serialized)
struct EntryVectorTests {
  private static let entries = WorkedLedger.vectors + KindVectors.all + UnusualVectors.all

  private static let remark = """
    Entries, byte by byte: see README.md in this folder for what the lines are.
    Written by a test, not by hand: spec/README.md says how.
    """

  private static func decoded(_ bytes: [UInt8], _ sequence: UInt64, _ posted: Int64) -> Record? {
    try? bytes.span.bytes.withUnsafeBytes { (raw) throws(ByteReader.Malformed) -> Record in
      var reader = ByteReader(raw)
      let record = try Record.decode(from: &reader, sequence: sequence, posted: posted)
      guard reader.isAtEnd else { throw ByteReader.Malformed(reason: "more follows") }
      return record
    }
  }

  @Test("the vectors are what the code writes")
  func written() throws {
    let blocks =
      [try WorkedLedger.block()] + Self.entries.map(\.block)
      + MalformedVectors.all.map(\.block)
    let text = VectorBlock.text(blocks, remark: Self.remark)
    if SpecificationFile.isWriting { try SpecificationFile.entryVectors.write(text) }
    let found = VectorBlock.parse(try SpecificationFile.entryVectors.text())
    for (block, other) in zip(blocks, found) where block != other {
      Issue.record("\(block.sort) \(block.title)")
    }
    #expect(found.count == blocks.count)
    let isSame = try SpecificationFile.entryVectors.text() == text
    #expect(isSame)
  }

  @Test("every vector is read back, field by field, and cut short it is an error")
  func read() throws {
    let blocks = VectorBlock.parse(try SpecificationFile.entryVectors.text())
    for block in blocks where block.sort == "entry" {
      let bytes = try #require(block.hexBytes("bytes"))
      let sequence = try #require(block["sequence"].flatMap { UInt64($0) })
      let posted = try #require(block["posted"].flatMap { Int64($0) })
      let key = try #require(block.hexBytes("key"))
      let record = try #require(Self.decoded(bytes, sequence, posted), "\(block.title)")
      let vector = EntryVector(block.title, record, key: RandomBytes16(key))
      #expect(vector.block == block, "\(block.title)")
      for count in bytes.indices where Self.decoded(Array(bytes.prefix(count)), sequence, 0) != nil
      {
        Issue.record("\(block.title): \(count) of its bytes are an entry")
      }
      let body = vector.body
      for count in body.indices {
        let cut = MalformedVector("", body: Array(body.prefix(count)))
        guard Self.decoded(cut.bytes, sequence, 0) != nil else { continue }
        Issue.record("\(block.title): \(count) bytes of its body are an entry")
      }
    }
    for block in blocks where block.sort == "error" {
      let bytes = try #require(block.hexBytes("bytes"))
      let sequence = try #require(block["sequence"].flatMap { UInt64($0) })
      #expect(Self.decoded(bytes, sequence, 0) == nil, "\(block.title)")
    }
  }

  @Test("there is an entry of every kind, with every field, and a refusal with every code")
  func complete() {
    let records = Self.entries.map(\.record)
    #expect(Set(records.map(\.kind)) == Set(EntryKind.allCases))
    #expect(Set(records.compactMap { $0.refusal?.code.storedNumber }) == Set(1...17))
    let shortNames = Set(Self.entries.map(\.name) + MalformedVectors.all.map(\.name))
    #expect(shortNames.count == Self.entries.count + MalformedVectors.all.count)
  }

  @Test("the ledger of the worked bytes is one that the engine would write")
  func workedLedger() throws {
    let ledger = WorkedLedger.written
    #expect(ledger.records.count == 5)
    var options = Ledger.Options()
    options.fileSystem = try ledger.save()
    options.clock = ManualClock(Instant(clamping: WorkedLedger.morning + 86_400_000))
    let report = Ledger.verify(at: Shop.path, options: options)
    #expect(report.problems == [])
    let block = try WorkedLedger.block()
    #expect(report.root?.description == block["root"])
    #expect(report.stateDigest?.description == block["digest"])
    #expect(hexDigits(WorkedBytes.digest(of: WorkedBytes.state().bytes)) == block["digest"])
  }

  @Test("the worked bytes are those of the vectors")
  func workedBytes() throws {
    let blocks = try WorkedBytes.blocks()
    var text = try SpecificationFile.entries.text()
    if SpecificationFile.isWriting {
      text = try Self.replacing(blocks, in: text)
      try SpecificationFile.entries.write(text)
    }
    #expect(try Self.replacing(blocks, in: text) == text)
  }

  /// The text with these blocks instead of those in its section "Worked bytes".
  private static func replacing(_ blocks: [[String]], in text: String) throws -> String {
    var parts = text.components(separatedBy: "\n## Worked bytes\n")
    try #require(parts.count == 2)
    // Every second part is between a pair of fences.
    var pieces = parts[1].components(separatedBy: "```")
    try #require(pieces.count == 2 * blocks.count + 1)
    for (index, block) in blocks.enumerated() {
      pieces[2 * index + 1] = "\n" + block.joined(separator: "\n") + "\n"
    }
    parts[1] = pieces.joined(separator: "```")
    return parts.joined(separator: "\n## Worked bytes\n")
  }
}

extension RandomBytes16 {
  /// Makes 16 bytes; shorter input is padded with zeros.
  fileprivate init(_ bytes: [UInt8]) {
    func word(_ part: some Sequence<UInt8>) -> UInt64 { part.reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(high: word(bytes.prefix(8)), low: word(bytes.dropFirst(8).prefix(8)))
  }
}
