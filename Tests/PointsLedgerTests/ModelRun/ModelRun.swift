import LedgerTestSupport
import PointsLedger

/// Many short random sequences of commands, each from its own seed, on the naive model and on a
/// ledger; the first difference is shrunk to a few commands.
///
/// Three of four ledgers are compacted, and members erased in them. The others are not: in some of
/// them a second ledger gets the same posts in batches, and would be cut elsewhere.
struct ModelRun {
  /// Makes the ledger to be compared with the model.
  var makeSubject: (LedgerSetup) throws -> any StoredLedger
  private(set) var coverage = Coverage()
  private(set) var commandsDone = 0

  init(makeSubject: @escaping (LedgerSetup) throws -> any StoredLedger) {
    self.makeSubject = makeSubject
  }

  /// Runs the sequence of one seed; returns a report of the first difference, or nil.
  mutating func sequence(seed: UInt64, atMost limit: Int = .max) throws -> String? {
    var generator = CommandGenerator(seed: seed)
    generator.hasUpkeep = seed % 4 != 0
    var random = SeededGenerator(seed: seed ^ 0x5EED)
    var setup = generator.setup()
    let checksFiles = seed % 8 < 2
    setup.postsInBatches = seed % 8 == 0
    let runner = ModelRunner(setup, subject: try makeSubject(setup))
    let length = min(limit, random.weighted([(6, 200), (3, 500), (1, 2_000)]))
    var commands: [Command] = []
    defer { coverage.add(runner.coverage) }
    while commands.count < length {
      let command =
        generator.next(
          Surroundings(runner.model.state, at: .hour(generator.hour)))
      commands.append(command)
      commandsDone += 1
      var (answers, difference) = runner.step(command)
      switch command {
      case .post(let post, _): generator.learn(post, answers[0])
      case .group(let posts, _), .previewed(let posts, true, _):
        generator.learnGroup(posts, answers)
      case .previewed(let posts, false, _):
        for (post, answer) in zip(posts, answers) { generator.learn(post, answer) }
      case .compact: generator.learnCompaction(runner.model.state.wasDropped)
      case .erase: generator.learnErasure(runner.model.lastErased)
      case .sweep, .acceptClock, .reopen: break
      }
      if difference == nil, commands.count % 8 == 0 || commands.count == length {
        difference = try questions(runner, generator, &random)
      }
      if difference == nil, commands.count == length, checksFiles {
        difference = runner.checkFiles()
      }
      if let difference { return try report(seed, setup, commands, difference) }
    }
    return nil
  }

  private func questions(
    _ runner: ModelRunner, _ generator: CommandGenerator, _ random: inout SeededGenerator
  ) throws -> Difference? {
    let instants = runner.instants()
    func moment(_ random: inout SeededGenerator) -> Moment {
      let near = (random.element(of: instants) ?? .runStart).milliseconds
      let instant = Instant(clamping: near + random.weighted([(6, 0), (1, -1), (1, 1)]))
      // What was dropped can only be asked for in vain.
      let first = random.chance(85) ? max(0, runner.model.state.cut - 2) : 0
      let sequence = first + random.index(runner.model.entryCount - first)
      return random.weighted([
        (6, .instant(instant)), (2, .sequence(sequence)), (2, .both(instant, sequence)),
      ])
    }
    for _ in 0..<2 {
      let named = generator.surroundings.names.flatMap(\.self)
      guard
        let member = random.element(of: random.chance(70) ? generator.identifiers : named)
          ?? generator.identifiers.first,
        let unit = random.element(of: generator.units)
      else { continue }
      if let difference = try runner.ask(member, unit, moment(&random)) { return difference }
    }
    return random.chance(6) ? try runner.askAll(moment(&random)) : nil
  }

  private func report(
    _ seed: UInt64, _ setup: LedgerSetup, _ commands: [Command], _ difference: Difference
  ) throws -> String {
    // Shrinking may take minutes.
    let command = commands.last.map { "\($0)" } ?? ""
    print("seed \(seed) differs after \(commands.count) commands, \(command): \(difference)")
    let shrinker = Shrinker(setup: setup, makeSubject: makeSubject)
    let (shrunk, last) = shrinker.shrink(commands, difference)
    var lines = ["seed \(seed), \(commands.count) commands, shrunk to \(shrunk.count):"]
    for (code, terms) in setup.units {
      lines.append("  unit \(code): \(Difference.readable(terms))")
    }
    if !setup.enrollsUnknownMembers { lines.append("  unknown members are not enrolled") }
    lines += shrunk.map { "  \($0)" }
    lines.append("\(last)")
    return lines.joined(separator: "\n")
  }
}
