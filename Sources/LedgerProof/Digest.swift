/// The 32 bytes of a SHA-256 hash.
///
///     let digest = SHA256.hash(bytes)
///     print(digest)  // e3b0c44298fc1c14...
///
/// In memory a digest is exactly its bytes, so a buffer of digests has the layout of the hashes in
/// a file.
package struct Digest: Hashable, Sendable, BitwiseCopyable {
  /// The number of bytes in a digest.
  package static let byteCount = 32

  /// Thirty-two zero bytes: a placeholder in buffers that are to be filled, and the hash of nothing
  /// known.
  package static let zero = Digest()

  // The bytes in memory order, whatever the byte order of the machine.
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  private init() {}

  /// The digest with these bytes, or nil if they are not 32.
  package init?(bytes: RawSpan) {
    guard bytes.byteCount == Digest.byteCount else { return nil }
    words = unsafe (
      bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self),
      bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt64.self),
      bytes.unsafeLoadUnaligned(fromByteOffset: 16, as: UInt64.self),
      bytes.unsafeLoadUnaligned(fromByteOffset: 24, as: UInt64.self)
    )
  }

  /// The digest in 64 hexadecimal digits of either case, or nil.
  package init?(hexadecimal text: some StringProtocol) {
    guard text.utf8.count == 2 * Digest.byteCount else { return nil }
    var bytes = InlineArray<32, UInt8>(repeating: 0)
    var index = 0
    for character in text.utf8 {
      let digit: UInt8
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = character - UInt8(ascii: "A") + 10
      default: return nil
      }
      bytes[index / 2] = bytes[index / 2] << 4 | digit
      index += 1
    }
    unsafe self.init(bytes: bytes.span.bytes)
  }

  /// A digest whose 32 bytes a closure writes; they are zero before.
  init(writing body: (UnsafeMutableRawPointer) -> Void) {
    unsafe withUnsafeMutablePointer(to: &words) { unsafe body(UnsafeMutableRawPointer($0)) }
  }

  /// Calls a closure with the 32 bytes.
  package func withBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe withUnsafeBytes(of: words) { (buffer) throws(Failure) in
      try body(unsafe RawSpan(_unsafeBytes: buffer))
    }
  }

  package static func == (left: Digest, right: Digest) -> Bool {
    left.words == right.words
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

extension Digest: CustomStringConvertible {
  /// Sixty-four lower-case hexadecimal digits.
  package var description: String {
    withBytes { bytes in
      var digits = ""
      digits.reserveCapacity(2 * Digest.byteCount)
      for index in 0..<bytes.byteCount {
        let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
        if byte < 16 { digits.append("0") }
        digits.append(String(byte, radix: 16))
      }
      return digits
    }
  }
}
