/// One row of a file in the interchange format, as values.
package struct ImportRow: Sendable {
  package enum Content: Sendable {
    /// A post by a caller, now or earlier.
    case post(Post)
    /// An entry that the ledger wrote itself: what is due is booked again.
    case engineWritten(EngineWritten)
  }

  /// A row of a dump that no caller posted: an `expire`, a timed `release`, a `counter` or a
  /// `clock`.
  package struct EngineWritten: Sendable {
    package var kind: EntryKind
    package var member: MemberIdentifier?
    package var unit: UnitCode?
    package var time: Instant
    /// The entry that it is about.
    package var original: Reference?
  }

  /// The line where the row begins, counted from 1.
  package var line: Int
  /// Adjacent rows with the same value are posted all or none.
  package var group: InlineText?
  package var content: Content
}
