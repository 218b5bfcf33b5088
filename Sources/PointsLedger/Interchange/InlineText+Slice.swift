extension InlineText {
  /// The text at `start`, or nil if it is empty or over 64 bytes.
  ///
  /// The bytes must be UTF-8, and 7 bytes after them must be loadable, as in a `RowBuffer`.
  init?(utf8 start: UnsafePointer<UInt8>, count: Int) {
    guard count >= 1, count <= Self.maximumByteCount else { return nil }
    var words = InlineArray<8, UInt64>(repeating: 0)
    let bytes = unsafe UnsafeRawPointer(start)
    let last = (count &- 1) &>> 3
    for index in 0...last {
      words[index] =
        unsafe bytes.loadUnaligned(fromByteOffset: index &<< 3, as: UInt64.self).littleEndian
    }
    // 1 to 8 bytes of the last word belong to the text.
    words[last] &= UInt64.max &>> UInt64((8 &- (count &- last &<< 3)) &<< 3)
    self.words = words
    self.count = UInt8(count)
  }

  /// Appends the bytes.
  package func append(to output: inout [UInt8]) {
    unsafe withBytes { unsafe output.append(contentsOf: $0) }
  }
}
