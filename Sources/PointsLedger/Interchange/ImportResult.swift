/// What an import did, and how it ended.
public struct ImportResult: Sendable {
  @nonexhaustive public enum End: Sendable {
    /// Every row was decided.
    case finished
    /// It was asked to stop at a refusal, and this is it.
    case refused(RefusedRow)
    /// A row is malformed; all before it are decided.
    case badInput(InterchangeError)
    /// The ledger takes nothing now: full, read-only, or its clock went back.
    case unable(RefusalCode, line: Int)
    case failed(LedgerError)
    /// It was asked to stop.
    case interrupted
  }

  /// The rows that were decided.
  public package(set) var rows = 0
  /// The entries that were posted now.
  public package(set) var posted = 0
  /// The rows that were refused now.
  public package(set) var refused = 0
  /// The rows whose reference was decided before, posted or refused.
  public package(set) var duplicates = 0
  /// The rows that the ledger once wrote itself, and wrote again where they were due.
  public package(set) var engineWritten = 0
  /// How many rows were refused for each code, by its name.
  public package(set) var refusals: [String: Int] = [:]
  public package(set) var end = End.finished
}

/// A row that the rules said no to.
public struct RefusedRow: Sendable, CustomStringConvertible {
  /// Where the row begins, counted from 1.
  public let line: Int
  public let reference: Reference
  public let code: RefusalCode
  /// Of the row's unit.
  public let scale: UInt8

  /// `line 12, reference S012/000451: insufficientPoints, available 30`.
  public var description: String {
    "line \(line), reference \(reference): \(code.explanation(scale: scale))"
  }
}
