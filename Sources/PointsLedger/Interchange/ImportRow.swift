/// One row of a file in the interchange format, as values.
package struct ImportRow: Sendable {
  package enum Content: Sendable {
    /// What a caller posted, or posts now.
    case post(Post)
    /// What the ledger wrote by itself, and will again.
    case engineWritten(EngineWritten)
  }

  /// A row of a dump that no caller posted: an `expire`, a timed `release` or a `counter`.
  package struct EngineWritten: Sendable {
    package var kind: EntryKind
    package var member: MemberIdentifier?
    package var unit: UnitCode?
    package var time: Instant
    /// The entry that it is about.
    package var original: Reference?
  }

  /// Where the row begins in the file, counted from 1.
  package var line: Int
  /// Neighbouring rows with the same value are posted all or none.
  package var group: InlineText?
  package var content: Content
}
