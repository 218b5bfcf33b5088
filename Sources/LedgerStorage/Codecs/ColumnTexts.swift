/// Texts one after the other: all bytes in one array, and the end of each text in it.
package struct ColumnTexts: Equatable, Sendable {
  package private(set) var bytes: [UInt8]
  /// The end of each text in `bytes`; a text begins at the end of the one before.
  package private(set) var ends: [Int]

  package init() {
    bytes = []
    ends = []
  }

  /// Texts that were assembled elsewhere. The ends must ascend, and the last must be the number of
  /// bytes.
  init(bytes: [UInt8], ends: [Int]) {
    self.bytes = bytes
    self.ends = ends
  }

  package var count: Int { ends.count }

  /// The range of a text in `bytes`.
  package func range(at index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  /// The bytes of one text.
  package subscript(index: Int) -> ArraySlice<UInt8> { bytes[range(at: index)] }

  /// Calls `body` with the bytes of one text, which it must not keep.
  package func withBytes<Result, Failure: Error>(
    at index: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let text = bytes.rawSpan.extracting(range(at: index))
    return try unsafe text.withUnsafeBytes(body)
  }

  /// Appends a text. From another module the other function is faster.
  package mutating func append(_ text: some Collection<UInt8>) {
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
  }

  /// Adds a text.
  package mutating func append(_ text: UnsafeRawBufferPointer) {
    unsafe bytes.append(contentsOf: text)
    ends.append(bytes.count)
  }

  /// Removes all texts, and keeps the memory.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }
}
