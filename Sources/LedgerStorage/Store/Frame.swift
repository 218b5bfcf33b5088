/// A frame with entries, read and checked.
package struct Frame: Sendable {
  package let info: FrameInfo
  /// The body that the writer appended.
  package let body: [UInt8]
}
