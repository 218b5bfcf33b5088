/// Whether bytes are well-formed UTF-8.
enum UTF8Check {
  static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let span = unsafe Span<UInt8>(_bytes: RawSpan(_unsafeBytes: bytes))
    return (try? UTF8Span(validating: span)) != nil
  }
}
