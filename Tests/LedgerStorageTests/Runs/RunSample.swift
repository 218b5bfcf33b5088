import LedgerTestSupport

@testable import LedgerStorage

/// Random contents of a run, and what a run with them must return.
struct RunSample {
  typealias Entry = (table: UInt8, key: UInt64, value: [UInt8])
  typealias Question = (table: UInt8, key: UInt64)

  static let ledgerID = LedgerUUID(high: 0x0001_0203_0405_4607, low: 0x8809_0A0B_0C0D_0E0F)

  /// In the order of tables and keys.
  private(set) var entries: [Entry] = []

  init(_ entries: [Entry]) { self.entries = entries }

  /// - Parameters:
  ///   - scale: About how many entries a big table has.
  ///   - hasDuplicates: Whether keys are repeated within a table.
  init(_ random: inout SeededGenerator, scale: Int = 1500, hasDuplicates: Bool = true) {
    for table in 0..<UInt8(16) where random.index(3) > 0 {
      let number = table &* 17
      let count = [0, 1, 2, 15, 16, 17, 100, scale][random.index(8)]
      let isDense = random.coin()
      let sizes = random.index(4)
      var keys = Set<UInt64>()
      for _ in 0..<count {
        switch random.index(40) {
        case 0: keys.insert(0)
        case 1: keys.insert(.max)
        default:
          keys.insert(isDense ? UInt64(random.index(count * 2)) : random.next())
        }
      }
      for key in keys.sorted() {
        let copies =
          hasDuplicates && random.index(20) == 0 ? 1 + random.index(random.coin() ? 3 : 400) : 1
        for _ in 0..<copies {
          entries.append((number, key, Self.value(&random, sizes: sizes)))
        }
      }
    }
  }

  private static func value(_ random: inout SeededGenerator, sizes: Int) -> [UInt8] {
    let count =
      switch sizes {
      case 0: 4
      case 1: random.index(20)
      case 2: random.index(50) == 0 ? random.index(20_000) : random.index(80)
      default: random.index(300) == 0 ? 4_000 + random.index(200) : random.index(3)
      }
    return [UInt8](repeating: UInt8(truncatingIfNeeded: random.next()), count: count)
  }

  /// The run in memory.
  func bytes(_ range: Range<UInt64> = 0..<10) throws -> [UInt8] {
    var writer = RunWriter(range: range, ledgerID: Self.ledgerID)
    try add(to: &writer)
    return try writer.finish()
  }

  func run(_ range: Range<UInt64> = 0..<10) throws -> Run {
    try Run(bytes(range), ledgerID: Self.ledgerID)
  }

  func add(to writer: inout RunWriter) throws {
    for entry in entries { try writer.append(entry.table, entry.key, entry.value.rawSpan) }
  }

  /// Keys to ask for: existing ones, those next to them, and others.
  func questions(_ random: inout SeededGenerator) -> [Question] {
    var (questions, others): ([Question], [Question]) = ([], [])
    for entry in entries {
      if let last = questions.last, last == (entry.table, entry.key) { continue }
      questions.append((entry.table, entry.key))
      if random.index(4) == 0 { others.append((entry.table, entry.key &+ 1)) }
    }
    for _ in 0..<50 { others.append((UInt8(random.index(256)), random.next())) }
    return questions + others
  }

  /// Whether a run returns exactly this; throws the errors of reading it.
  func isHeld(by run: Run, asking questions: [Question]) throws -> Bool {
    let groups = Dictionary(grouping: entries, by: \.table)
    for table in 0...UInt8.max {
      let expected = groups[table] ?? []
      if run.count(of: table) != expected.count { return false }
      var cursor = run.cursor(table)
      for entry in expected {
        guard try cursor.next(), cursor.key == entry.key,
          cursor.withValue({ Self.array($0) }) == entry.value
        else { return false }
      }
      if try cursor.next() { return false }
    }
    let values = groups.mapValues { Dictionary(grouping: $0, by: \.key) }
    for (table, key) in questions {
      let expected = (values[table]?[key] ?? []).map(\.value)
      var seen: [[UInt8]] = []
      try run.forEachValue(table, key, .seconds, .seconds) {
        seen.append(Self.array($0))
        return true
      }
      let first = try run.withValue(table, key) { Self.array($0) }
      let mayContain = try run.mayContain(table, key, .seconds)
      guard seen == expected, first == expected.first, mayContain || expected.isEmpty else {
        return false
      }
    }
    return true
  }

  static func array(_ bytes: RawSpan) -> [UInt8] { bytes.withUnsafeBytes { Array($0) } }
}

extension Run {
  /// The result of `body` for the value of the first entry that has the key; nil if there is none.
  func withValue<Result>(
    _ table: UInt8, _ key: UInt64, _ body: (RawSpan) -> Result
  ) throws(StorageError) -> Result? {
    var result: Result?
    try readValue(table, key, at: nil, .seconds, .seconds) { result = body($0) }
    return result
  }
}

extension Run {
  /// Throws also if every page is what was written, but an entry cannot be found.
  func checkWhole() throws(StorageError) {
    if let hiding = try check() { throw hiding }
  }
}
