/// What a request asks for: the commands of the command line that make sense in a session.
package enum RequestCommand: String, CaseIterable, Sendable {
  case post, group, balance, balances, lots, holds, history, show, info, report, sweep
  /// Ends the session.
  case close

  /// The keys that it may have, besides `id` and `command`.
  var keys: Set<RequestKey> {
    switch self {
    case .post: [.preview]
    case .group: [.preview, .posts]
    case .balance, .lots: [.asOf, .atSequence]
    case .balances: [.asOf, .atSequence, .after, .limit]
    case .holds: [.asOf, .atSequence, .after, .limit]
    case .history: [.before, .limit]
    case .show: [.sequence]
    case .report: Set(RequestKey.allCases.filter(\.isOfReport)).union([.report])
    case .sweep: [.asOf]
    case .info, .close: []
    }
  }

  /// The fields of a post that it may have; nil: all of them.
  var fields: Set<InterchangeField>? {
    switch self {
    case .post: nil
    case .balance, .lots, .holds, .history: [.member, .unit]
    case .balances, .report: [.unit]
    case .show: [.reference]
    case .group, .info, .sweep, .close: []
    }
  }

  var needsMember: Bool {
    switch self {
    case .balance, .lots, .history: true
    default: false
    }
  }

  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
