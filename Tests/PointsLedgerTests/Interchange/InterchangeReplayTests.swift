import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Importing what was dumped")
struct InterchangeReplayTests {
  private struct Copy {
    let ledger: Ledger
    let clock: ManualClock

    init(_ setup: LedgerSetup, at instant: Instant) throws {
      clock = ManualClock(instant)
      var options = Ledger.Options()
      options.fileSystem = SimulatedFileSystem()
      options.clock = clock
      options.enrollsUnknownMembers = setup.enrollsUnknownMembers
      ledger = try Ledger.create(
        at: "/ledger", units: setup.units.map { UnitDefinition($0.0, terms: $0.1) },
        options: options)
    }

    func dump(_ format: InterchangeFormat) throws -> [UInt8] {
      var bytes: [UInt8] = []
      var writer = InterchangeWriter(format: format)
      writer.appendHeader(to: &bytes)
      let units = ledger.units
      try ledger.forEachEntry { entry in
        let scale = units.first { $0.code == entry.post.unit }?.scale ?? 0
        writer.append(entry, scale: UInt8(scale), to: &bytes)
        return true
      }
      return bytes
    }

    /// A sequence number, less the number of `clock` entries before it.
    private static func number(_ text: Substring, without clocks: [Int]) -> Substring {
      guard let number = Int(text) else { return text }
      return "\(number - clocks.count { $0 < number })"
    }

    /// The dump without the rows and the column of the clock, and with numbered groups: their names
    /// depend on whether the clock's work before them belongs to them.
    func comparable() throws -> [String] {
      var lines: [String] = []
      var groups: [Substring: Int] = [:]
      var clocks: [Int] = []
      for line in String(decoding: try dump(.csv), as: UTF8.self).split(separator: "\n") {
        var fields = line.split(separator: ",", omittingEmptySubsequences: false)
        let group = fields.remove(at: fields.count - 10)
        fields.remove(at: fields.count - 8)
        let place = fields.count - 8
        if fields[1] == "clock" {
          clocks.append(Int(fields[place]) ?? 0)
          continue
        }
        if !lines.isEmpty {
          fields[place] = Self.number(fields[place], without: clocks)
          fields[fields.count - 1] =
            fields[fields.count - 1].split(separator: " ").map {
              $0.split(separator: ":").enumerated().map { index, part in
                index == 0 ? Self.number(part, without: clocks) : part
              }.joined(separator: ":")
            }.joined(separator: " ")[...]
        }
        let number = group.isEmpty ? -1 : groups[group, default: groups.count]
        if number >= 0 { groups[group] = number }
        lines.append(fields.joined(separator: ",") + ",\(number)")
      }
      return lines
    }
  }

  /// A ledger after random commands, and the time of the last of them.
  private func history(_ seed: UInt64, commands: Int) throws -> (Copy, LedgerSetup) {
    var generator = CommandGenerator(seed: seed)
    let setup = generator.setup()
    let model = NaiveLedger(setup)
    let subject = try Copy(setup, at: setup.clock)
    for _ in 0..<commands {
      let command = generator.next(Surroundings(model.state, at: .hour(generator.hour)))
      switch command {
      case .post(let post, let clock):
        subject.clock.set(clock)
        generator.learn(post, model.post(post, at: clock))
        _ = try subject.ledger.post(post)
      case .group(let posts, let clock), .previewed(let posts, _, let clock):
        subject.clock.set(clock)
        generator.learnGroup(posts, model.postGroup(posts, at: clock))
        _ = try subject.ledger.post(atomically: posts)
      case .sweep(let limit, let clock):
        subject.clock.set(clock)
        if model.sweep(asOf: limit, at: clock).refusal == nil {
          _ = try subject.ledger.sweep(asOf: limit)
        }
      case .acceptClock(let clock):
        subject.clock.set(clock)
        _ = model.acceptClock(at: clock)
        try subject.ledger.acceptClock()
      case .reopen, .compact, .erase: break
      }
    }
    subject.clock.set(max(.hour(generator.hour), model.state.posted))
    return (subject, setup)
  }

  @Test("11: gives the same entries and the same state digest")
  func dumps() throws {
    let start = UInt64.random(in: 0...1_000_000_000)
    for seed in start..<start + 6 {
      let (original, setup) = try history(seed, commands: 250)
      let digest = try original.ledger.stateDigest()
      for format in InterchangeFormat.allCases {
        let copy = try Copy(setup, at: original.clock.now())
        var importer = Importer(into: copy.ledger)
        importer.batchSize = [1, 3, 512][Int(seed % 3)]
        // Half of the imports are interrupted somewhere, and run again from the beginning.
        if seed % 2 == 0 {
          var left = Int(seed / 2 % 50)
          importer.shouldStop = {
            left -= 1
            return left < 0
          }
          let source = InterchangeReader.source(of: try original.dump(format))
          _ = importer.run(format: format, source: source)
          importer.shouldStop = { false }
        }
        let source = InterchangeReader.source(of: try original.dump(format))
        let result = importer.run(format: format, source: source)
        guard case .finished = result.end else {
          Issue.record("seed \(seed): \(result.end)")
          return
        }
        let (expected, found) = (try original.comparable(), try copy.comparable())
        let same = try copy.ledger.stateDigest() == digest && expected == found
        #expect(same, "seed \(seed)")
        guard same else {
          for (index, pair) in zip(expected, found).enumerated() where pair.0 != pair.1 {
            let before = expected[max(0, index - 4)...index].joined(separator: "\n")
            Issue.record("line \(index):\n\(before)\nbecame\n\(pair.1)")
            return
          }
          return
        }
        let rest = InterchangeReader.source(of: try original.dump(format))
        let second = importer.run(format: format, source: rest)
        #expect(second.posted == 0 && second.refused == 0, "seed \(seed)")
        #expect(try copy.comparable().count == expected.count, "seed \(seed)")
      }
    }
  }
}

extension Command {
  fileprivate var posts: [Post] {
    switch self {
    case .post(let post, _): [post]
    case .group(let posts, _), .previewed(let posts, _, _): posts
    case .sweep, .acceptClock, .reopen, .compact, .erase: []
    }
  }
}
