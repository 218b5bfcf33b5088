/// What a table of the state holds: it has a form in which runs keep it.
///
/// The form is a function of the value alone, and the value one of the log: runs that are made
/// again are equal to the byte. See spec/state.md.
package protocol StateValue: Sendable {
  /// Stands for what a damaged run does not tell; nothing is answered or written on its ground.
  static var placeholder: Self { get }

  func encode(into out: inout ByteWriter)

  /// Whether it names only what there is.
  func fits(_ bounds: StateBounds) -> Bool

  /// The value of a key that is in no run, if there is such a key: of some tables most values are
  /// known from the key, and are not written.
  static func unwritten(_ key: UInt64, _ bounds: StateBounds) -> Self?

  /// Whether it is what `unwritten` gives: then it always was since its key came.
  func isUnwritten(_ key: UInt64) -> Bool

  /// Where in a value lies a reference to what it keeps elsewhere; nil if there is none.
  static var referenceOffset: Int? { get }

  /// Begins to load what the value keeps elsewhere, once the head of that is there.
  func prefetchRest()

  /// Changes the value of `key` as an entry says that was read before and not applied.
  mutating func catchUp(_ record: Record, _ key: UInt64) throws(Account.Contradiction)

  /// Reads what `encode` wrote, and may leave bytes behind it unread: the caller refuses them.
  init(from reader: inout ByteReader) throws(ByteReader.Malformed)
}

extension StateValue {
  package func fits(_ bounds: StateBounds) -> Bool { true }
  package static func unwritten(_ key: UInt64, _ bounds: StateBounds) -> Self? { nil }
  package func isUnwritten(_ key: UInt64) -> Bool { false }
  package static var referenceOffset: Int? { nil }
  package func prefetchRest() {}
  package mutating func catchUp(_ record: Record, _ key: UInt64) throws(Account.Contradiction) {
    throw Account.Contradiction("it was deferred for a value that it does not change")
  }
}
