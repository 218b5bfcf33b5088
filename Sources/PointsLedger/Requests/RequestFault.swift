/// Why a request has no answer.
package struct RequestFault: Error, Hashable, Sendable {
  /// The kinds of faults, besides those of `LedgerError`.
  package enum Kind: String, Sendable {
    /// Not a JSON object.
    case notJSON
    /// The request, or the post in it, lacks something or has something that it cannot have.
    case malformed
    case lineTooLong
    /// The input ended within a line.
    case lineNotEnded
    case answerTooLong
    case tooManyClients
  }

  /// A word for programs.
  package let name: String
  /// What is wrong, and what to do.
  package let message: String
  /// The key that it is about.
  package var key: String?

  package init(_ kind: Kind, _ message: String, key: String? = nil) {
    name = kind.rawValue
    self.message = message
    self.key = key
  }

  package init(name: String, message: String) {
    self.name = name
    self.message = message
  }

  package init(_ error: LedgerError) {
    self.init(name: "\(error.code)", message: error.message)
  }

  init(_ error: InterchangeError) {
    let kind: Kind =
      switch error.problem {
      case .notJSON, .notUTF8: .notJSON
      default: .malformed
      }
    self.init(kind, error.description, key: error.column)
  }

  /// Appends the keys of an error.
  package func append(to object: inout JSONObjectWriter, _ output: inout [UInt8]) {
    object.string("error", name, to: &output)
    object.string("message", message, to: &output)
    if let key { object.string("column", key, to: &output) }
  }
}
