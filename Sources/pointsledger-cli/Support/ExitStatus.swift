/// The exit status of a command, a contract with scripts.
enum ExitStatus: Int32 {
  case done = 0
  /// The posting rules refused, or a check failed.
  case refused = 1
  case usage = 64
  /// Bad input, or a damaged ledger.
  case badData = 65
  /// There is no such ledger or file, or no permission to read it.
  case notFound = 66
  /// It exists already, or cannot be created.
  case cannotCreate = 73
  case inputOutput = 74
  /// Another process is writing.
  case locked = 75
  case interrupted = 130
  case terminated = 143

  /// The word for programs of a failure that has none of its own.
  var code: String {
    switch self {
    case .done, .refused, .usage, .cannotCreate, .inputOutput, .locked, .interrupted, .terminated:
      "\(self)"
    case .badData: "malformed"
    case .notFound: "noSuchFile"
    }
  }
}
