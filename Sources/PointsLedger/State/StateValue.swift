/// A value in a table of the state. It has an encoding for runs.
///
/// The encoding depends on the value alone, and the value on the log alone: runs that are made
/// again are equal byte for byte. See spec/state.md.
package protocol StateValue: Sendable {
  /// Stands for a value that a damaged run does not have; nothing is answered or written on its
  /// basis.
  static var placeholder: Self { get }

  func encode(into out: inout ByteWriter)

  /// Whether all numbers in the value refer to something that exists.
  func fits(_ bounds: StateBounds) -> Bool

  /// The value of a key that is in no run, if there is such a key. In some tables most values
  /// follow from the key, and are not written.
  static func unwritten(_ key: UInt64, _ bounds: StateBounds) -> Self?

  /// Whether it equals the result of `unwritten`. If so, it has had this value ever since its key
  /// exists.
  func isUnwritten(_ key: UInt64) -> Bool

  /// The offset within a value of the reference to storage elsewhere; nil if there is none.
  static var referenceOffset: Int? { get }

  /// Starts to load what the value stores elsewhere, once the head of that has arrived.
  func prefetchRest()

  /// Applies to the value of `key` an entry that was deferred.
  mutating func catchUp(_ record: Record, _ key: UInt64) throws(Account.Contradiction)

  /// Reads what `encode` wrote. Bytes behind it may stay unread: the caller refuses them.
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
