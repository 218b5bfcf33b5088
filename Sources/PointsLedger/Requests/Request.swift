/// A request of a client, as values. The posts of it are left with the `RequestReader`.
package struct Request: Sendable {
  package var command: RequestCommand
  /// Whether posts are only tried.
  package var isPreview = false
  /// The posts of a group.
  package var postCount = 0

  package var member: MemberIdentifier?
  package var unit: UnitCode?
  package var reference: Reference?
  package var sequence: SequenceNumber?
  package var asOf: Instant?
  package var atSequence: SequenceNumber?
  /// Only what comes before this entry.
  package var before: SequenceNumber?
  /// Only what comes after this member.
  package var after: MemberIdentifier?
  /// At most so many rows.
  package var limit: Int?
  /// The name of a report.
  package var report: String?
  /// The options of a report, as on the command line.
  package var reportOptions: [(name: String, value: String)] = []
}
