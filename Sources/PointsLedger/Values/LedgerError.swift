/// What broke: input or output, the files, or the use of the library. What the posting rules
/// forbid is a refusal, not an error.
public struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
  public let code: Code
  /// What, where, and what to do.
  public let message: String

  /// The kinds of errors; more may come.
  @nonexhaustive public enum Code: Hashable, Sendable {
    /// There is no ledger at the path.
    case noSuchLedger
    /// There is something at the path already.
    case alreadyExists
    case cannotCreate
    /// What is on disk is not what was written.
    case damaged
    /// Written by a newer version of this library.
    case newerFormat
    /// The log's tail cannot be told from rot; writing waits for the operator.
    case ambiguousTail
    case permissionDenied
    case inputOutput
    /// The process or the system has too few descriptors, or too little memory, for the moment:
    /// nothing is wrong with the ledger, and it can be tried again.
    case resources
    /// The disk is full, or a limit is reached.
    case full
    /// Another process, or another handle, is writing.
    case locked
    case closed
    /// An earlier write failed; open the ledger again.
    case poisoned
    case unknownMember
    case unknownUnit
    /// The instant or sequence number is not one that can be asked for.
    case outOfRange
    /// The ledger was opened for reading.
    case readOnly
    /// The clock is far behind the last entry: set it, or accept it.
    case clockWentBack
    /// The clock is far ahead of the last entry: set it, or accept it.
    case clockWentAhead
  }

  /// Whether something could not be looked at, so that nothing is known of it.
  var isUnseen: Bool { [.inputOutput, .resources, .permissionDenied].contains(code) }

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
