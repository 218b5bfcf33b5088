import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// The state in runs: in memory, in files, or made again, it is the same.
@Suite struct StateRunTests {
  private static let path = "/ledger"

  private struct Setting {
    let files = SimulatedFileSystem()
    var options: Ledger.Options

    init(interval: UInt64 = 4) {
      options = Ledger.Options()
      options.fileSystem = files
      options.sealing = .inline
      options.flushInterval = interval
      options.memory = 4 << 10
      options.clock = ManualClock(.hour(0))
    }

    /// The contents of the runs, by name.
    func runs() throws -> [String: [UInt8]] { try contents { $0.hasPrefix("run-") } }

    /// The contents of some files, by name.
    func contents(_ isWanted: (String) -> Bool) throws -> [String: [UInt8]] {
      var contents: [String: [UInt8]] = [:]
      for name in try files.list(path) where isWanted(name) {
        guard try files.status(of: path + "/" + name)?.kind == .file else { continue }
        let file = try files.openFile(path + "/" + name, .read)
        var bytes: [UInt8] = []
        let count = try file.read(Int(try file.size()), at: 0, into: &bytes)
        contents[name] = Array(bytes[..<count])
      }
      return contents
    }

    /// Replaces the existing files by others.
    func replace(_ contents: [String: [UInt8]], _ isMeant: (String) -> Bool) throws {
      for name in try self.contents(isMeant).keys { try remove(name) }
      for (name, bytes) in contents {
        let file = try files.openFile(path + "/" + name, .create)
        try file.write(bytes.span.bytes, at: 0)
        try file.close()
      }
    }

    func remove(_ name: String) throws { try files.unlink(path + "/" + name) }

    private var path: String { StateRunTests.path }
  }

  @Test func aRunOfACopyThatWentOnByItselfIsNotUsed() throws {
    let setting = Setting()
    let one = try Ledger.create(at: Self.path, options: setting.options)
    try one.close()
    var copy = setting
    copy.options.fileSystem = setting.files.copy()
    let (ours, theirs) = (
      try Ledger.open(at: Self.path, options: setting.options),
      try Ledger.open(at: Self.path, options: copy.options)
    )
    for number in 0..<75 {
      let member = try #require(MemberIdentifier("m\(number % 7)"))
      func earn(_ name: String) throws -> Post {
        .earn(1, for: member, reference: try #require(Reference("\(name)\(number)")))
      }
      _ = try ours.post(earn("ours"))
      _ = try theirs.post(earn("theirs"))
    }
    try ours.close()
    try theirs.close()
    let files = try #require(copy.options.fileSystem as? SimulatedFileSystem).files()
    let oldest = try #require(try setting.runs().keys.sorted().first)
    #expect(try setting.runs().count > 1)
    setting.files.setBytes(
      try #require(files["\(Self.path)/\(oldest)"]), of: "\(Self.path)/\(oldest)")
    let again = try Ledger.open(at: Self.path, options: setting.options)
    #expect(again.indexNotes.contains { $0.contains("another history") })
    for number in 0..<75 {
      let member = try #require(MemberIdentifier("m\(number % 7)"))
      let reference = try #require(Reference("ours\(number)"))
      #expect(try again.post(.earn(1, for: member, reference: reference)).name == "duplicate")
    }
    try again.close()
    #expect(Ledger.verify(at: Self.path, options: setting.options).problems == [])
  }

  /// Earns and redeems of some members, and a transfer now and then.
  private func fill(_ ledger: Ledger, from first: Int = 0, count: Int) throws {
    for number in first..<first + count {
      let member = try #require(MemberIdentifier("m\(number % 23)"))
      let reference = try #require(Reference("r\(number)"))
      _ = try ledger.post(
        number % 5 == 4
          ? .redeem(3, from: member, reference: reference)
          : .earn(10, for: member, reference: reference))
    }
  }

  @Test func deletedRunsAreMadeAgainEqualToTheByte() throws {
    let setting = Setting()
    let ledger = try Ledger.create(at: Self.path, options: setting.options)
    try fill(ledger, count: 333)
    let digest = try ledger.stateDigest()
    try ledger.close()
    let before = try setting.runs()
    #expect(before.count > 3)
    for name in before.keys { try setting.remove(name) }
    let again = try Ledger.open(at: Self.path, options: setting.options)
    #expect(try again.stateDigest() == digest)
    try again.close()
    #expect(try setting.runs() == before)
  }

  /// Groups, some of them refused, and posts that are decided after expiries, some refused:
  /// journals begin at, end at and extend across the ends of runs.
  private func fillInJournals(_ ledger: Ledger, _ clock: ManualClock) throws {
    for number in 0..<40 {
      clock.set(.hour(number))
      let member = try #require(MemberIdentifier("m\(number % 5)"))
      let other = try #require(MemberIdentifier("m\((number + 1) % 5)"))
      func post(_ part: Int, _ points: Int64) throws -> Post {
        let reference = try #require(Reference("r\(number)-\(part)"))
        return points > 0
          ? .earn(
            Points(minorUnits: points), for: part % 2 == 0 ? member : other, reference: reference,
            expires: .hour(number + 3 + part))
          : .redeem(Points(minorUnits: -points), from: member, reference: reference)
      }
      let last: Int64 = number % 4 == 0 ? -1_000_000 : -2
      if number % 3 == 0 {
        _ = try ledger.post(post(0, last))
        _ = try ledger.post(post(1, 5))
      } else {
        _ = try ledger.post(
          atomically: (0..<number % 7).map { try post($0, Int64($0 + 3)) } + [post(7, last)])
      }
    }
  }

  @Test func whatIsDecidedTogetherMakesTheRunsOfItsEntries() throws {
    for interval: UInt64 in [1, 4] {
      let setting = Setting(interval: interval)
      let clock = try #require(setting.options.clock as? ManualClock)
      let ledger = try Ledger.create(at: Self.path, options: setting.options)
      try fillInJournals(ledger, clock)
      let digest = try ledger.stateDigest()
      try ledger.close()
      let before = try setting.runs()
      for name in before.keys { try setting.remove(name) }
      let again = try Ledger.open(at: Self.path, options: setting.options)
      #expect(try again.stateDigest() == digest)
      try again.close()
      #expect(try setting.runs() == before)
      #expect(Ledger.verify(at: Self.path, options: setting.options).problems == [])
    }
  }

  @Test func aClosedLedgerHasARunOfItsLastEntryAndIsMergedAsIfItHadNeverBeenClosed() throws {
    let setting = Setting()
    var seed = SeededGenerator(seed: 11)
    try Ledger.create(at: Self.path, options: setting.options).close()
    var next: UInt64 = 0
    while next < 256 {
      var options = setting.options
      if Bool.random(using: &seed) {
        options.durability = .buffered
        options.memory = nil
      }
      let ledger = try Ledger.open(at: Self.path, options: options)
      let posted = Int(ledger.nextSequence.value)
      try fill(
        ledger, from: posted, count: min(Int.random(in: 1...60, using: &seed), 256 - posted))
      next = ledger.nextSequence.value
      let digest = try ledger.stateDigest()
      try ledger.close()
      let reader = try Ledger.openForReading(at: Self.path, options: setting.options)
      #expect(reader.door.change { $0.decider.state.runs.end } == next)
      #expect(try reader.stateDigest() == digest)
    }
    #expect(Ledger.verify(at: Self.path, options: setting.options).problems == [])
    let merged = try setting.runs()
    #expect(merged.count == 1)
    for name in merged.keys { try setting.remove(name) }
    try Ledger.open(at: Self.path, options: setting.options).close()
    #expect(try setting.runs() == merged)
  }

  @Test func aReaderNeedsNoRunsAndMakesNone() throws {
    let setting = Setting()
    let ledger = try Ledger.create(at: Self.path, options: setting.options)
    try fill(ledger, count: 100)
    let digest = try ledger.stateDigest()
    try ledger.close()
    for name in try setting.runs().keys { try setting.remove(name) }
    let reader = try Ledger.openForReading(at: Self.path, options: setting.options)
    #expect(try reader.stateDigest() == digest)
    #expect(try setting.runs().isEmpty)
  }

  @Test func anyFlippedByteOfARunChangesNoAnswer() throws {
    let setting = Setting(interval: 16)
    let ledger = try Ledger.create(at: Self.path, options: setting.options)
    try fill(ledger, count: 200)
    let digest = try ledger.stateDigest()
    let balances = try ledger.balances().map { "\($0)" }
    try ledger.close()
    var seed = SeededGenerator(seed: 7)
    for (name, bytes) in try setting.runs().sorted(by: { $0.key < $1.key }) {
      for _ in 0..<40 {
        let place = Int.random(in: bytes.indices, using: &seed)
        try write(
          [bytes[place] ^ (1 << UInt8.random(in: 0...7, using: &seed))], name, place, setting)
        let reader = try Ledger.openForReading(at: Self.path, options: setting.options)
        #expect(try reader.balances().map { "\($0)" } == balances, "\(name), byte \(place)")
        #expect(try reader.stateDigest() == digest, "\(name), byte \(place)")
        for number in stride(from: 0, to: 200, by: 17) {
          let reference = try #require(Reference("r\(number)"))
          #expect(try reader.entry(reference: reference) != nil, "\(name), byte \(place)")
        }
        try write([bytes[place]], name, place, setting)
      }
    }
  }

  @Test func aWriterPostsRightlyOnADamagedRun() throws {
    let setting = Setting(interval: 16)
    let ledger = try Ledger.create(at: Self.path, options: setting.options)
    try fill(ledger, count: 200)
    try ledger.close()
    let sound = try setting.runs()
    for (name, bytes) in sound {
      for place in stride(from: 128, to: bytes.count, by: 611) {
        try write([~bytes[place]], name, place, setting)
      }
    }
    let again = try Ledger.open(at: Self.path, options: setting.options)
    for number in 0..<200 {
      let member = try #require(MemberIdentifier("m\(number % 23)"))
      let reference = try #require(Reference("r\(number)"))
      let answer = try again.post(
        number % 5 == 4
          ? .redeem(3, from: member, reference: reference)
          : .earn(10, for: member, reference: reference))
      switch answer {
      case .duplicate: break
      case .refused(let refusal): #expect(refusal.isRepeated)
      case .posted: Issue.record("\(number) was posted twice")
      }
    }
    try again.close()
    #expect(try setting.runs() == sound)
  }

  @Test func runsOfAnotherHistoryAreNotUsed() throws {
    let setting = Setting()
    let ledger = try Ledger.create(at: Self.path, options: setting.options)
    try fill(ledger, count: 40)
    try ledger.close()
    let backup = try setting.contents { !$0.hasPrefix("run-") }
    let first = try Ledger.open(at: Self.path, options: setting.options)
    try fill(first, from: 100, count: 60)
    try first.close()
    let runs = try setting.runs()
    // The directory is rolled back except for the runs, and continues differently, at first without
    // any.
    try setting.replace(backup) { !$0.hasPrefix("run-") }
    var options = setting.options
    options.keepsRuns = false
    let second = try Ledger.open(at: Self.path, options: options)
    try fill(second, from: 300, count: 90)
    let digest = try second.stateDigest()
    try second.close()
    try setting.replace(runs) { $0.hasPrefix("run-") }
    let third = try Ledger.open(at: Self.path, options: setting.options)
    #expect(!third.indexNotes.isEmpty)
    #expect(try third.stateDigest() == digest)
    try third.close()
    let fourth = try Ledger.open(at: Self.path, options: setting.options)
    #expect(fourth.indexNotes.isEmpty)
    #expect(try fourth.stateDigest() == digest)
  }

  private func write(_ bytes: [UInt8], _ name: String, _ place: Int, _ setting: Setting) throws {
    let file = try setting.files.openFile(Self.path + "/" + name, .readWrite)
    try file.write(bytes.span.bytes, at: UInt64(place))
    try file.close()
  }

  @Test func whatNoRunCouldBeMadeOfStaysInMemory() throws {
    var table = CachedTable<Int64>(.expired)
    for key in 0..<1_000 as Range<UInt64> { table.set(key * 7_919, Int64(key)) }
    let changes = table.takeChanges()
    #expect(changes.keys == changes.keys.sorted())
    #expect(changes.keys.count == 1_000)
    var writer = RunWriter(range: 0..<4, ledgerID: LedgerUUID(high: 1, low: 2))
    // A table with a greater number was begun, so this one is out of order.
    try writer.append(TableName.instants.rawValue, 0, [1].span.bytes)
    #expect(throws: StorageError.self) { try changes.append(to: &writer, as: .expired) }
    table.keepAll()
    table.evict(keeping: 0)
    for key in 0..<1_000 as Range<UInt64> { #expect(table.value(key * 7_919) == Int64(key)) }
  }

  @Test func runsThatAreMadeBesidePostingAreTheSame() throws {
    var made: [[String: [UInt8]]] = []
    var seen: [[String]] = []
    for isApart in [false, true] {
      var setting = Setting()
      setting.options.flushesInBackground = isApart
      setting.options.entropy = SeededGenerator(seed: 5)
      let ledger = try Ledger.create(at: Self.path, options: setting.options)
      try fill(ledger, count: 100)
      var answers: [String] = []
      for start in stride(from: 100, to: 600, by: 7) {
        try fill(ledger, from: start, count: 7)
        let member = try #require(MemberIdentifier("m\(start % 23)"))
        answers.append("\(try ledger.balance(of: member))")
        let reference = try #require(Reference("r\(start)"))
        answers.append("\(String(describing: try ledger.entry(reference: reference)?.sequence))")
        // An entry that was posted before; it may be in a run that is being made.
        _ = try ledger.post(.earn(10, for: member, reference: reference))
      }
      answers.append("\(try ledger.stateDigest())")
      try ledger.close()
      made.append(try setting.runs())
      seen.append(answers)
      #expect(Ledger.verify(at: Self.path, options: setting.options).isSound)
    }
    #expect(made[0] == made[1])
    #expect(seen[0] == seen[1])
  }
}
