import LedgerStorage
import LedgerTestSupport

@testable import PointsLedger

/// A ledger after random commands.
final class RandomLedger {
  let path = "/ledger"
  let ledger: Ledger
  let clock: ManualClock
  let options: Ledger.Options
  /// Of all members.
  let identifiers: [MemberIdentifier]
  let model: NaiveLedger
  /// After everything that was posted.
  let end: Instant

  init(
    seed: UInt64, commands: Int, focus: CommandGenerator.Focus = .everything,
    limits: LogLimits = LogLimits(), hasSteadyClock: Bool = false
  ) throws {
    var generator = CommandGenerator(seed: seed, focus: focus)
    generator.hasSteadyClock = hasSteadyClock
    identifiers = generator.identifiers
    let setup = generator.setup()
    model = NaiveLedger(setup)
    clock = ManualClock(setup.clock)
    var options = Ledger.Options()
    options.clock = clock
    options.fileSystem = SimulatedFileSystem()
    options.limits = limits
    options.enrollsUnknownMembers = setup.enrollsUnknownMembers
    self.options = options
    ledger = try Ledger.create(
      at: path, units: setup.units.map { UnitDefinition($0.0, terms: $0.1) }, options: options)
    for _ in 0..<commands {
      let command = generator.next(Surroundings(model.state, at: .hour(generator.hour)))
      switch command {
      case .post(let post, let now):
        clock.set(now)
        generator.learn(post, model.post(post, at: now))
        _ = try ledger.post(post)
      case .group(let posts, let now):
        clock.set(now)
        generator.learnGroup(posts, model.postGroup(posts, at: now))
        _ = try ledger.post(atomically: posts)
      case .sweep(let limit, let now):
        clock.set(now)
        if model.sweep(asOf: limit, at: now).refusal == nil {
          _ = try ledger.sweep(asOf: limit)
        }
      case .acceptClock(let now):
        clock.set(now)
        _ = model.acceptClock(at: now)
        try ledger.acceptClock()
      case .previewed, .reopen, .compact, .erase: break
      }
    }
    end = max(.hour(generator.hour), model.state.posted).adding(days: 3)
    clock.set(end)
  }

  /// An instant at which something happened or will happen, or one next to it.
  func instant(_ random: inout SeededGenerator) -> Instant {
    var instants: [Instant] = []
    for entry in model.state.entries {
      instants.append(entry.effective)
      if let expires = entry.post?.expires?.instant { instants.append(expires) }
    }
    let near = random.element(of: instants) ?? .runStart
    return Instant(clamping: near.milliseconds + random.weighted([(6, 0), (1, -1), (1, 1)]))
  }

  /// The effective instant of the entry at this part of the history, 0 to 1.
  func instant(atPart part: Double) -> Instant {
    let entries = model.state.entries
    let index = Int(Double(entries.count) * part)
    return index < entries.count ? entries[index].effective : end
  }
}
