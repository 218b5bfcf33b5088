/// The keys of a request that are not fields of a post.
enum RequestKey: String, CaseIterable, Sendable {
  case id, command, preview, posts
  case asOf, atSequence, sequence, before, limit, after
  case report, from, to, by, days, within, value, currency, breakage, timeZone
  case issued, allocated, recognised

  /// Whether it is handed on to a report as it is.
  var isOfReport: Bool {
    switch self {
    case .asOf, .from, .to, .by, .days, .within, .value, .currency, .breakage, .timeZone, .issued,
      .allocated, .recognised:
      true
    default: false
    }
  }

  /// The option of the command line: `as-of` for `asOf`.
  var optionName: String {
    var name = ""
    for character in rawValue {
      if character.isUppercase { name += "-" }
      name += character.lowercased()
    }
    return name
  }
}
