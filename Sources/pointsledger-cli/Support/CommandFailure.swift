import PointsLedger

/// Ends a command with a status and, mostly, a message.
struct CommandFailure: Error, CustomStringConvertible {
  let status: ExitStatus
  /// What is wrong, where, and what to do; nil if everything was printed already.
  let message: String?
  /// A word for programs, which stays the same.
  let code: String
  let place: FailurePlace
  /// Whether the command's own JSON object has its keys.
  private(set) var isWritten = false

  /// - Parameter code: Nil: the one that goes with the status.
  init(
    _ status: ExitStatus, _ message: String? = nil, code: String? = nil,
    at place: FailurePlace = FailurePlace()
  ) {
    self.status = status
    self.message = message
    self.code = code ?? status.code
    self.place = place
  }

  init(_ error: LedgerError) {
    self.init(
      Self.status(of: error.code), error.message, code: "\(error.code)",
      at: FailurePlace(error.place))
  }

  /// Calls `write`, which reports what was done; if that cannot be written, the message says it.
  static func addingTo(_ done: String, _ write: () throws -> Void) throws {
    do { try write() } catch let failure as CommandFailure where failure.status == .inputOutput {
      throw CommandFailure(.inputOutput, "\(failure.message ?? failure.description); \(done)")
    }
  }

  var description: String { message ?? "status \(status.rawValue)" }

  private static func status(of code: LedgerError.Code) -> ExitStatus {
    switch code {
    case .noSuchLedger, .permissionDenied: .notFound
    case .alreadyExists, .cannotCreate: .cannotCreate
    case .damaged, .newerFormat, .ambiguousTail: .badData
    case .inputOutput, .resources, .full, .closed, .poisoned, .readOnly, .clockWentBack,
      .clockWentAhead:
      .inputOutput
    case .locked: .locked
    case .compacted, .notErasable, .unknownMember, .unknownUnit: .refused
    case .outOfRange: .usage
    }
  }
}

// MARK: - For programs

extension CommandFailure {
  /// Writes it to standard output, as an object of its own.
  func write() {
    var bytes: [UInt8] = []
    var object = JSONObjectWriter(&bytes)
    append(to: &object, &bytes)
    object.end(&bytes)
    bytes.append(UInt8(ascii: "\n"))
    // Standard error has the message anyway.
    _ = Output.write(bytes, to: 1)
  }

  /// Appends its keys.
  func append(to object: inout JSONObjectWriter, _ output: inout [UInt8]) {
    object.string("error", code, to: &output)
    object.string("message", description, to: &output)
    if let file = place.file { object.string("file", file, to: &output) }
    if let line = place.line { object.integer("line", line, to: &output) }
    if let column = place.column { object.string("column", column, to: &output) }
    if let sequence = place.sequence { object.integer("sequence", sequence, to: &output) }
    if let offset = place.offset { object.integer("offset", offset, to: &output) }
  }

  /// The same failure, whose keys the command's own object has.
  var written: CommandFailure {
    var failure = self
    failure.isWritten = true
    return failure
  }
}
