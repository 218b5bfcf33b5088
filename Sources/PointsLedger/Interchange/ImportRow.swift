/// One row of a file in the interchange format, as values.
public struct ImportRow: Sendable {
  public enum Content: Sendable {
    /// A post by a caller, now or earlier.
    case post(Post)
    /// An entry that the ledger wrote itself, and will write again.
    case engineWritten(EngineWritten)
  }

  /// A row of a dump that no caller posted: an `expire`, a timed `release` or a `counter`.
  public struct EngineWritten: Sendable {
    public var kind: EntryKind
    public var member: MemberIdentifier?
    public var unit: UnitCode?
    public var time: Instant
    /// The entry that it is about.
    public var original: Reference?
  }

  /// The line where the row begins, counted from 1.
  public var line: Int
  /// Adjacent rows with the same value are posted all or none.
  public var group: InlineText?
  public var content: Content
}
