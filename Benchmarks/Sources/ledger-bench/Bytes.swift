/// Bytes of text in a buffer with another owner.
struct Bytes {
  static var none: Bytes { Bytes(start: nil, count: 0) }

  var start: UnsafePointer<UInt8>?
  var count: Int

  var isEmpty: Bool { count == 0 }

  var string: String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount, let start else { return false }
    for index in 0..<count where start[index] != text.utf8Start[index] { return false }
    return true
  }
}

extension String {
  /// Calls `body` with the text in place.
  func withBytes<Result>(_ body: (Bytes) throws -> Result) rethrows -> Result {
    var copy = self
    return try copy.withUTF8 { try body(Bytes(start: $0.baseAddress, count: $0.count)) }
  }
}
