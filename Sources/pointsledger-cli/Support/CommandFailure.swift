import PointsLedger

/// Ends a command with a status and, mostly, a message.
struct CommandFailure: Error, CustomStringConvertible {
  let status: ExitStatus
  /// What is wrong, where, and what to do; nil if everything was printed already.
  let message: String?

  init(_ status: ExitStatus, _ message: String? = nil) {
    self.status = status
    self.message = message
  }

  init(_ error: LedgerError) {
    self.init(Self.status(of: error.code), error.message)
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
