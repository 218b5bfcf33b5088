import PointsLedger

/// Shortens a list of commands that ends in a difference, by leaving out as many as possible.
struct Shrinker {
  var setup: LedgerSetup
  var makeSubject: (LedgerSetup) throws -> any StoredLedger
  /// The most lists that are tried.
  var maximumTries = 1_500

  func shrink(_ commands: [Command], _ difference: Difference) -> ([Command], Difference) {
    var best = commands
    var found = difference
    var tries = 0
    func attempt(_ candidate: [Command]) -> Bool {
      guard tries < maximumTries else { return false }
      tries += 1
      guard let (count, difference) = run(candidate, like: found) else { return false }
      best = Array(candidate.prefix(count))
      found = difference
      return true
    }
    guard attempt(commands) else { return (commands, difference) }
    var size = max(1, best.count / 2)
    while true {
      var start = 0
      var isShorter = false
      while start < best.count {
        var candidate = best
        candidate.removeSubrange(start..<min(start + size, best.count))
        if attempt(candidate) { isShorter = true } else { start += size }
      }
      if size == 1, !isShorter { break }
      size = max(1, size / 2)
      if tries >= maximumTries { break }
    }
    for index in best.indices.reversed() where index < best.count {
      for smaller in Self.smaller(best[index]) {
        var candidate = best
        candidate[index] = smaller
        if attempt(candidate) { break }
      }
    }
    return (best, found)
  }

  /// The same command with one post less, or without its group.
  private static func smaller(_ command: Command) -> [Command] {
    switch command {
    case .group(let posts, let clock) where posts.count > 1:
      posts.indices.map { index in
        .group(posts.enumerated().filter { $0.offset != index }.map(\.element), at: clock)
      }
    case .previewed(let posts, let atomic, let clock):
      (atomic ? [.group(posts, at: clock)] : posts.map { .post($0, at: clock) })
        + posts.indices.dropLast(posts.count == 1 ? 1 : 0).map { index in
          .previewed(
            posts.enumerated().filter { $0.offset != index }.map(\.element), atomic: atomic,
            at: clock)
        }
    default: []
    }
  }

  /// The number of commands until they differ, and the difference; nil if they do not.
  private func run(_ commands: [Command], like wanted: Difference) -> (Int, Difference)? {
    guard let subject = try? makeSubject(setup) else { return nil }
    let runner = ModelRunner(setup, subject: subject)
    for (index, command) in commands.enumerated() {
      if let difference = runner.step(command).difference { return (index + 1, difference) }
    }
    if wanted.what == ModelRunner.files {
      return runner.checkFiles().map { (commands.count, $0) }
    }
    guard let question = wanted.question else {
      guard wanted.what.hasPrefix("in balances") || wanted.what.contains("balances") else {
        return nil
      }
      for instant in runner.instants() {
        if let difference = try? runner.askAll(.instant(instant)) {
          return (commands.count, difference)
        }
      }
      for sequence in 0..<runner.model.entryCount {
        if let difference = try? runner.askAll(.sequence(sequence)) {
          return (commands.count, difference)
        }
      }
      return nil
    }
    for moment in moments(like: question.moment, runner) {
      if let difference = try? runner.ask(question.member, question.unit, moment) {
        return (commands.count, difference)
      }
    }
    return nil
  }

  private func moments(like moment: Moment, _ runner: ModelRunner) -> [Moment] {
    let sequences = 0..<runner.model.entryCount
    return switch moment {
    case .instant: [moment]
    case .sequence: sequences.map { .sequence($0) }
    case .both(let instant, _): [.instant(instant)] + sequences.map { .both(instant, $0) }
    }
  }
}
