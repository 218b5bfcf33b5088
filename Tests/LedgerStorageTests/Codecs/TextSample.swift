import LedgerStorage
import LedgerTestSupport

/// Kinds of texts that columns hold.
enum TextSample: CaseIterable {
  case references, random4, time7, cards, locations, words, digitRuns, bytes, empties, manyTemplates
  case mixed, upperUUIDs, long, ownCounters

  func texts(_ count: Int, using random: inout SeededGenerator) -> ColumnTexts {
    var texts = ColumnTexts()
    var time = 1_767_225_600_000 + random.index(1_000_000_000)
    for index in 0..<count {
      time += random.index(20_000)
      texts.append(text(index, time, using: &random))
    }
    return texts
  }

  private func text(
    _ index: Int, _ time: Int, using random: inout SeededGenerator
  ) -> [UInt8] {
    switch self {
    case .references:
      let store = "S\(padded(random.index(40), 3))-T\(random.index(9))"
      return Array("\(store)-\(padded(451_000 + index, 10))".utf8)
    case .random4:
      return Array(
        uuid(random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000, variant(random.next())).utf8)
    case .time7:
      let high = UInt64(time) << 16 | 0x7000 | random.next() & 0xFFF
      return Array(uuid(high, variant(random.next())).utf8)
    case .ownCounters:
      let till = random.index(20)
      let number = till * 40_000 + index / 20 * (random.index(50) == 0 ? 3 : 1)
      return Array("S\(padded(till / 4, 3))-T\(till % 4)-\(padded(number, 10))".utf8)
    case .cards: return Array("29\(padded(random.index(1_000_000), 10))".utf8)
    case .locations: return Array("S\(padded(random.index(20), 3))/T\(random.index(4))".utf8)
    case .words:
      let words = ["points", "für", "Kaffee", "coffee", "and", "cake", "7", "2026", "bonus"]
      return Array(
        (0...random.index(8)).map { _ in words[random.index(9)] }.joined(separator: " ").utf8)
    case .digitRuns:
      let run = (0..<random.index(45)).map { _ in String(random.index(10)) }.joined()
      return Array("R\(run)".utf8)
    case .bytes: return (0..<random.index(64)).map { _ in UInt8(random.index(256)) }
    case .empties: return random.index(10) == 0 ? Array("memo \(random.next())".utf8) : []
    case .manyTemplates:
      let letters = String(repeating: "x", count: random.index(30))
      return Array("\(letters)\(random.index(1000))".utf8)
    case .mixed:
      let kinds: [TextSample] = [.references, .random4, .time7, .cards, .locations, .words, .bytes]
      return kinds[random.index(7)].text(index, time, using: &random)
    case .upperUUIDs:
      return Array(uuid(random.next(), random.next()).uppercased().utf8)
    case .long:
      return (0..<random.index(1025)).map { _ in UInt8(ascii: "a") &+ UInt8(random.index(3)) }
    }
  }

  private func variant(_ low: UInt64) -> UInt64 { low >> 2 | 1 << 63 }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private func uuid(_ high: UInt64, _ low: UInt64) -> String {
    func hex(_ number: UInt64) -> String {
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    var text = Array(hex(high) + hex(low))
    for place in [20, 16, 12, 8] { text.insert("-", at: place) }
    return String(text)
  }
}
