import PointsLedger

/// One step of a run.
enum Command {
  case post(Post, at: Instant)
  /// Previewed first; posting must then do what the preview answered.
  case previewed([Post], atomic: Bool, at: Instant)
  case group([Post], at: Instant)
  case sweep(asOf: Instant, at: Instant)
  /// The operator accepts the clock.
  case acceptClock(at: Instant)
  case reopen
  /// Drops entries before an instant, into an archive or for good.
  case compact(before: Instant, discards: Bool, at: Instant)
  case erase(MemberIdentifier, at: Instant)
}

extension Command: CustomStringConvertible {
  var description: String {
    switch self {
    case .post(let post, let clock): "at \(clock.hours): \(post.line)"
    case .previewed(let posts, let atomic, let clock):
      "at \(clock.hours): preview\(atomic ? " all or none" : ""): "
        + posts.map(\.line).joined(separator: " | ")
    case .group(let posts, let clock):
      "at \(clock.hours): all or none: " + posts.map(\.line).joined(separator: " | ")
    case .sweep(let limit, let clock): "at \(clock.hours): sweep to \(limit.hours)"
    case .acceptClock(let clock): "at \(clock.hours): accept the clock"
    case .reopen: "reopen"
    case .compact(let limit, let discards, let clock):
      "at \(clock.hours): compact before \(limit.hours)\(discards ? ", discarding" : "")"
    case .erase(let member, let clock): "at \(clock.hours): erase \(member)"
    }
  }
}

extension Instant {
  /// Hour 0 of every run.
  static let runStart = Instant(clamping: 1_700_000_000_000)

  static func hour(_ hours: Int) -> Instant {
    Instant(clamping: runStart.milliseconds + Int64(hours) * 3_600_000)
  }

  /// `h12`, or `h12+5ms`: hours since the start of a run.
  var hours: String {
    let span = milliseconds - Instant.runStart.milliseconds
    let hours = Int64((Double(span) / 3_600_000).rounded(.down))
    let rest = span - hours * 3_600_000
    if milliseconds == 0 { return "epoch" }
    return rest == 0 ? "h\(hours)" : "h\(hours)+\(rest)ms"
  }
}

extension PostDate {
  fileprivate var line: String { instant?.hours ?? description }
}

extension Post {
  /// The post in one line.
  var line: String {
    var words = [kind.name, reference.description]
    if let member { words.append("of \(member)") }
    if let points { words.append("points \(points)") }
    if let unit { words.append("unit \(unit)") }
    if let occurred { words.append("occurred \(occurred.hours)") }
    if let activates { words.append("activates \(activates.line)") }
    if let expires { words.append("expires \(expires.line)") }
    if let original { words.append("original \(original)") }
    if let counterparty { words.append("counterparty \(counterparty)") }
    if !lots.isEmpty { words.append("lots \(lots.map(\.description))") }
    if let partial { words.append("partial \(partial)") }
    if let overdraws { words.append("overdraws \(overdraws)") }
    if let freezesCredits { words.append("credits too \(freezesCredits)") }
    if let terms { words.append(terms.line) }
    return words.joined(separator: " ")
  }
}

extension UnitTerms {
  fileprivate var line: String {
    var words = ["\(reversal)", "\(restore)"]
    if let scale { words.append("scale \(scale)") }
    if let retentionDays { words.append("retention \(retentionDays) days") }
    if let inactivityDays {
      words.append("\(inactivityDays) days without \(activity.map(\.name).sorted())")
    }
    return words.joined(separator: " ")
  }
}
