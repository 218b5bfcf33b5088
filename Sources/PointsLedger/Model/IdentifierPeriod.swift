/// The time in which an identifier named one member: from an enrolment or link to an unlink.
package struct IdentifierPeriod: Sendable {
  package var text: InlineText
  package var member: UInt32
  package var from: Place
  /// Nil while it lasts.
  package var to: Place?

  /// The position of an entry on both time axes.
  package struct Place: Hashable, Sendable {
    package var effective: Int64
    package var sequence: UInt64
  }
}
