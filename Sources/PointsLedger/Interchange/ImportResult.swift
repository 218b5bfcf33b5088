/// What an import did, and how it ended.
public struct ImportResult: Sendable {
  @nonexhaustive public enum End: Sendable {
    /// Every row was decided.
    case finished
    /// The import was set to stop at a refusal, and this is the refusal.
    case refused(RefusedRow)
    /// A row is malformed; all rows before it are decided.
    case badInput(InterchangeError)
    /// The ledger accepts nothing now: it is full or read-only, or its clock went back or far
    /// ahead. What was not decided then, is decided when the import is run again.
    case unable(RefusalCode, line: Int)
    case failed(LedgerError)
    /// The import was asked to stop.
    case interrupted
  }

  /// The rows that were decided.
  public package(set) var rows = 0
  /// The entries that this import posted.
  public package(set) var posted = 0
  /// The entries among these that are effective later than they occurred, since their accounts had
  /// later entries, or their period was closed: many of them if the rows are not oldest first.
  public package(set) var late = 0
  /// The rows that were refused for the first time.
  public package(set) var refused = 0
  /// The rows whose reference was decided earlier, posted or refused.
  public package(set) var duplicates = 0
  /// The rows that the ledger once wrote itself. It writes them again where they are due, but not a
  /// `clock`: that is about its own clock.
  public package(set) var engineWritten = 0
  /// The openings of 0 points, which were passed over.
  public package(set) var zeroOpenings = 0
  /// The openings that had expired, where these are passed over.
  public package(set) var expiredOpenings = 0
  /// The malformed rows, and those of a group with one, where these are passed over. `rows` does not
  /// count them.
  public package(set) var malformed = 0
  /// The number of refused rows for each code, by its name.
  public package(set) var refusals: [String: Int] = [:]
  /// The line of the last row, if the file does not end with an end of line: it may have been cut
  /// off. That of the header if there are no rows. Nil as long as the end was not read.
  public package(set) var unendedLine: Int?
  public package(set) var end = End.finished
}

/// A row that the rules refused.
public struct RefusedRow: Sendable, CustomStringConvertible {
  /// The line where the row begins, counted from 1.
  public let line: Int
  public let reference: Reference
  public let code: RefusalCode
  /// The scale of the row's unit.
  public let scale: UInt8
  /// Why it was refused, and what to do, for a message.
  public let explanation: String

  /// `line 12, reference S012/000451: insufficientPoints, available 30`.
  public var description: String { "line \(line), reference \(reference): \(explanation)" }
}
