/// A failure of input or output, of the files, or in the use of the library. A post that breaks the
/// posting rules gets a refusal, not an error.
public struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
  public let code: Code
  /// Says what happened, where, and what to do.
  public let message: String
  /// Where it happened, as far as that is known. The message says it, too.
  public var place = Place()

  /// A place in a ledger.
  public struct Place: Hashable, Sendable {
    /// The path of the file.
    public var file: String?
    /// In the file, in bytes.
    public var offset: UInt64?
    public var sequence: SequenceNumber?

    public init(file: String? = nil, offset: UInt64? = nil, sequence: SequenceNumber? = nil) {
      self.file = file
      self.offset = offset
      self.sequence = sequence
    }
  }

  /// The kinds of errors; later versions may add more.
  @nonexhaustive public enum Code: Hashable, Sendable {
    /// There is no ledger at the path.
    case noSuchLedger
    /// The path already holds something.
    case alreadyExists
    case cannotCreate
    /// The files on disk differ from what was written.
    case damaged
    /// A newer version of this library wrote the ledger.
    case newerFormat
    /// The log's tail may be an unfinished write or corruption. Writing waits for the operator.
    case ambiguousTail
    case permissionDenied
    case inputOutput
    /// The process or the system has too few descriptors or too little memory at the moment. The
    /// ledger is intact, and the call can be tried again.
    case resources
    /// The disk is full, or a limit was reached.
    case full
    /// Another process or another handle is writing.
    case locked
    case closed
    /// The entry, or the time, was dropped by a compaction.
    case compacted
    /// The member cannot be erased, or not now.
    case notErasable
    /// An earlier write failed; open the ledger again.
    case poisoned
    case unknownMember
    case unknownUnit
    /// The instant or sequence number is outside the valid range.
    case outOfRange
    /// The ledger was opened for reading.
    case readOnly
    /// The clock is far behind the last entry: set it, or accept it.
    case clockWentBack
    /// The clock is far ahead of the last entry: set it, or accept it.
    case clockWentAhead
  }

  /// Whether a file could not be examined, so that its condition is unknown.
  var isUnseen: Bool { [.inputOutput, .resources, .permissionDenied].contains(code) }

  public init(_ code: Code, _ message: String, at place: Place = Place()) {
    self.code = code
    self.message = message
    self.place = place
  }

  public var description: String { message }
}
