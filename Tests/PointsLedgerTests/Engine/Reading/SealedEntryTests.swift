import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Single entries of sealed blocks")
struct SealedEntryTests {
  private static func bytes(_ record: Record) -> [UInt8] {
    var writer = ByteWriter()
    record.encode(into: &writer)
    return writer.bytes
  }

  @Test("read in any order, all or in part, they are what reading all in order gives")
  func anyOrder() throws {
    let shop = try FullSession.finished { options in
      options.sealing = .inline
      options.limitLogs(toBytes: 48 << 10)
    }
    try shop.ledger.close()

    let store = try LogStore.open(at: Shop.path, in: shop.system, mode: .reading, now: 0)
    let sealed = store.sealedSequence
    try #require(sealed > 50)
    var all: [Record] = []
    try RecordLog(store: store).forEach(from: 0) { record in
      all.append(record)
      return record.sequence + 1 < sealed
    }
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<8 {
      let log = RecordLog(store: store)
      for index in all.indices.shuffled(using: &random) {
        let expected = all[index]
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
          let record = try log.record(at: UInt64(index))
          try #require(Self.bytes(record) == Self.bytes(expected), "seed \(seed)")
          try #require(record.posted == expected.posted, "seed \(seed)")
        case 1:
          try #require(try log.reference(at: UInt64(index)) == expected.reference, "seed \(seed)")
        default:
          var record = try log.skim(at: UInt64(index))
          record.reference = expected.reference
          record.newIdentifier = expected.newIdentifier
          record.unitCode = expected.unitCode
          record.unknown = expected.unknown
          record.texts = expected.texts
          try #require(Self.bytes(record) == Self.bytes(expected), "seed \(seed)")
        }
      }
    }
  }
}
