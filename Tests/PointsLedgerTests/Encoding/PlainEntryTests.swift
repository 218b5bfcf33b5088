import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite struct PlainEntryTests {
  private static let hashKey: UInt64 = 7

  static func plain(_ random: inout SeededGenerator) -> (PlainPost, PlainEntry, EntryTexts)? {
    func coin() -> Bool { Bool.random(using: &random) }
    let kinds: [EntryKind] = [.opening, .earn, .adjust, .redeem]
    let kind = kinds[Int.random(in: 0..<4, using: &random)]
    let occurred = Int64.random(in: -1_000_000_000_000...2_000_000_000_000, using: &random)
    let most = Points.maximumPerPost.minorUnits
    let points = coin() ? Int64.random(in: 1...300, using: &random) : most
    let name = String(repeating: "é", count: Int.random(in: 1...32, using: &random))
    let post = PlainPost(
      kind, unit: UInt8.random(in: 0...249, using: &random), namesUnit: coin(), occurred: occurred,
      points: points,
      expires: kind == .redeem || coin()
        ? nil : occurred + Int64.random(in: 1...1 << 38, using: &random),
      member: MemberIdentifier(name)?.text ?? UnitCode.points.text,
      reference: .init("r\(points)") ?? .placeholder,
      hashKey: hashKey)
    guard let post else { return nil }
    let sequence = UInt64.random(in: 1...1 << 40, using: &random)
    var allocations: [Allocation] = []
    if kind == .redeem {
      var left = points
      for _ in 0..<Int.random(in: 0...3, using: &random) where left > 1 {
        let part = Int64.random(in: 1..<left, using: &random)
        allocations.append(allocation(part, before: sequence, &random))
        left -= part
      }
      allocations.append(allocation(left, before: sequence, &random))
    }
    var entry = PlainEntry(
      sequence: sequence, posted: occurred, member: UInt32.random(in: 0 ... .max, using: &random),
      identifier: coin() ? nil : 3,
      Account.PlainEffect(
        effective: coin() ? occurred : occurred + 5, previous: coin() ? nil : sequence - 1,
        balanceAfter: coin() ? 0 : Int64.random(in: 1 ... .max, using: &random),
        allocations: allocations))
    if coin() {
      entry.newMember = Record.NewMember(seed: coin() ? RandomBytes16(high: 1, low: 2) : nil)
    }
    let texts = EntryTexts(
      location: coin() ? nil : String(repeating: "l", count: 200),
      actor: coin() ? nil : "a", memo: coin() ? nil : String(repeating: "m", count: 1_024))
    return (post, entry, coin() ? .none : texts)
  }

  private static func allocation(
    _ points: Int64, before sequence: UInt64, _ random: inout SeededGenerator
  ) -> Allocation {
    let origin = SequenceNumber(UInt64.random(in: 0..<sequence, using: &random))
    return Allocation(
      lot: LotID(created: origin, ordinal: 0), origin: origin, points: Points(minorUnits: points),
      activates: Instant(clamping: 5),
      expires: Bool.random(using: &random) ? nil : Instant(clamping: 9),
      sliding: .none)
  }

  @Test func isEncodedAsAnyOther() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    var count = 0
    for _ in 0..<2_000 {
      guard let (post, entry, texts) = Self.plain(&random) else { continue }
      count += 1
      let (plain, any) = (
        Self.encoding(of: entry, post, texts), Self.encoding(of: entry.record(of: post, texts))
      )
      #expect(plain == any, "seed \(seed): \(post), \(entry)")
      if plain != any { return }
    }
    #expect(count > 1_000)
  }

  @Test func anExpiryIsEncodedAsAnyOther() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1_000 {
      let sequence = UInt64.random(in: 1...1 << 40, using: &random)
      let lot = PlainLot(
        origin: UInt64.random(in: 0..<sequence, using: &random), arrivedAt: -5,
        expires: Int64.random(in: 0...1 << 40, using: &random),
        remaining: Int64.random(in: 1...1 << 50, using: &random))
      let expiry = PlainExpiry(
        sequence: sequence, posted: 9, member: UInt32.random(in: 0 ... .max, using: &random),
        unit: UInt8.random(in: 0...249, using: &random), lot: lot, effective: lot.expires + 3,
        previous: Bool.random(using: &random) ? nil : sequence - 1,
        balanceAfter: Bool.random(using: &random) ? 0 : 77)
      var out = ByteWriter()
      expiry.encode(into: &out)
      #expect(out.bytes == Self.encoding(of: expiry.record), "seed \(seed): \(expiry)")
    }
  }

  @Test func aRefusalIsEncodedAsAnyOther() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      guard let (post, entry, texts) = Self.plain(&random), !post.isCredit else { continue }
      let refusal = PlainRefusal(
        sequence: entry.sequence, posted: 9, member: entry.member, identifier: entry.identifier,
        effective: entry.effective, previous: entry.previous, balanceAfter: entry.balanceAfter,
        available: Int64.random(in: 0..<post.points, using: &random))
      var encoded = ByteWriter()
      if !texts.isEmpty { texts.encode(into: &encoded) }
      var out = ByteWriter()
      refusal.encode(post, encoded.span, into: &out)
      let any = Self.encoding(of: refusal.record(of: post, texts))
      #expect(out.bytes == any, "seed \(seed): \(refusal)")
    }
  }

  private static func encoding(of entry: PlainEntry, _ post: PlainPost, _ texts: EntryTexts)
    -> [UInt8]
  {
    var encoded = ByteWriter()
    if !texts.isEmpty { texts.encode(into: &encoded) }
    var out = ByteWriter()
    entry.encode(post, encoded.span, into: &out)
    return out.bytes
  }

  static func encoding(of record: Record) -> [UInt8] {
    var out = ByteWriter()
    record.encode(into: &out)
    return out.bytes
  }
}
