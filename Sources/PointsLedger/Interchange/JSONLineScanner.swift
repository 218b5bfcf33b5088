/// Reads one line of JSON: strictly RFC 8259, and only as much of it as the interchange format
/// needs.
///
/// Strings are unescaped in place, which never makes them longer.
@safe struct JSONLineScanner {
  /// The deepest nesting of a skipped value.
  private static let maximumDepth = 16

  private let base: UnsafeMutablePointer<UInt8>
  private let start: Int
  private let end: Int
  private let line: Int
  private(set) var next: Int

  init(base: UnsafeMutablePointer<UInt8>, start: Int, end: Int, line: Int) {
    unsafe self.base = unsafe base
    self.start = start
    self.end = end
    self.line = line
    next = start
  }

  /// An error at the current position.
  func fault(_ what: String) -> InterchangeError {
    InterchangeError(line: line, problem: .notJSON(what, byte: next - start + 1))
  }

  /// An error in this line.
  func fault(_ problem: InterchangeError.Problem, of key: String? = nil) -> InterchangeError {
    InterchangeError(line: line, column: key, problem: problem)
  }

  func text(_ slice: ByteSlice) -> String {
    unsafe String(
      decoding: UnsafeRawBufferPointer(start: base + slice.start, count: slice.count),
      as: UTF8.self)
  }

  func shortName(_ slice: ByteSlice) -> ShortName? {
    unsafe ShortName(UnsafePointer(base) + slice.start, count: slice.count)
  }

  /// Overwrites `slice` with a shorter word.
  func overwrite(_ slice: ByteSlice, _ word: StaticString) -> ByteSlice {
    let count = min(word.utf8CodeUnitCount, slice.count)
    for index in 0..<count { unsafe base[slice.start + index] = word.utf8Start[index] }
    return ByteSlice(start: slice.start, count: count)
  }

  /// Throws if anything follows the object.
  func expectEnd() throws(InterchangeError) {
    guard isAtEnd else { throw fault("text after the object: write one object a line") }
  }

  /// The byte at the current position; 0 at the end.
  var current: UInt8 { next < end ? unsafe base[next] : 0 }

  mutating func skipSpace() {
    while next < end {
      let byte = unsafe base[next]
      guard byte == 0x20 || byte == 0x09 || byte == 0x0D else { return }
      next += 1
    }
  }

  /// Skips `byte` and the space after it, if `byte` is at the current position.
  mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next < end, unsafe base[next] == UInt8(ascii: byte) else { return false }
    next += 1
    skipSpace()
    return true
  }

  mutating func expect(_ byte: Unicode.Scalar, _ what: String) throws(InterchangeError) {
    guard take(byte) else { throw fault("expected \(what)") }
  }

  var isAtEnd: Bool { next >= end }

  /// Reads `true`, `false` or `null`, if it is at the current position.
  mutating func takeWord(_ word: StaticString) -> ByteSlice? {
    let count = word.utf8CodeUnitCount
    guard end - next >= count else { return nil }
    for index in 0..<count where unsafe base[next + index] != word.utf8Start[index] { return nil }
    let slice = ByteSlice(start: next, count: count)
    next += count
    skipSpace()
    return slice
  }

  /// A decimal as written, without an exponent.
  mutating func number() throws(InterchangeError) -> ByteSlice {
    let first = next
    try skipDecimal()
    if current | 0x20 == UInt8(ascii: "e") {
      throw fault("a number with an exponent: write it out, as a string")
    }
    let slice = ByteSlice(start: first, count: next - first)
    skipSpace()
    return slice
  }

  private mutating func skipDecimal() throws(InterchangeError) {
    if current == UInt8(ascii: "-") { next += 1 }
    let digits = next
    skipDigits()
    guard next > digits else { throw fault("expected a value") }
    if unsafe next - digits > 1 && base[digits] == UInt8(ascii: "0") {
      next = digits
      throw fault("a number with a leading zero: remove it, or write a string")
    }
    if current == UInt8(ascii: ".") {
      next += 1
      let decimals = next
      skipDigits()
      guard next > decimals else { throw fault("expected a digit") }
    }
  }

  private mutating func skipDigits() {
    while next < end, unsafe base[next] &- 48 <= 9 { next += 1 }
  }

  /// A string without its quotes and escapes.
  mutating func string() throws(InterchangeError) -> ByteSlice {
    guard current == 0x22 else { throw fault("expected a string") }
    next += 1
    let first = next
    var target = next
    while next < end {
      let byte = unsafe base[next]
      switch byte {
      case 0x22:
        let slice = ByteSlice(start: first, count: target - first)
        next += 1
        skipSpace()
        return slice
      case 0x5C:
        try unescape(to: &target)
      case 0..<0x20:
        throw fault("a control character in a string: escape it")
      default:
        unsafe base[target] = byte
        target += 1
        next += 1
      }
    }
    throw fault("a string is not closed: add the closing quote")
  }

  private mutating func unescape(to target: inout Int) throws(InterchangeError) {
    next += 1
    let unescaped: UInt8
    switch current {
    case 0x22, 0x5C, 0x2F: unescaped = current
    case UInt8(ascii: "b"): unescaped = 0x08
    case UInt8(ascii: "f"): unescaped = 0x0C
    case UInt8(ascii: "n"): unescaped = 0x0A
    case UInt8(ascii: "r"): unescaped = 0x0D
    case UInt8(ascii: "t"): unescaped = 0x09
    case UInt8(ascii: "u"):
      next += 1
      let scalar = try escapedScalar()
      for byte in UTF8.encode(scalar).map(Array.init) ?? [] {
        unsafe base[target] = byte
        target += 1
      }
      return
    default: throw fault("an unknown escape: write \\\\ for a backslash")
    }
    unsafe base[target] = unescaped
    target += 1
    next += 1
  }

  /// The character of `\u` and 4 digits, or of two of them that form a surrogate pair.
  private mutating func escapedScalar() throws(InterchangeError) -> Unicode.Scalar {
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, end - next >= 6, unsafe base[next] == 0x5C,
      unsafe base[next + 1] == UInt8(ascii: "u")
    else { throw fault("half of a surrogate pair") }
    next += 2
    let second = try fourDigits()
    guard second >= 0xDC00, second <= 0xDFFF,
      let scalar = Unicode.Scalar(0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw fault("half of a surrogate pair") }
    return scalar
  }

  private mutating func fourDigits() throws(InterchangeError) -> UInt32 {
    guard end - next >= 4 else { throw fault("expected 4 hexadecimal digits") }
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = unsafe base[next]
      let letter = (byte | 0x20) &- UInt8(ascii: "a")
      let digit = byte &- 48
      guard digit <= 9 || letter <= 5 else { throw fault("expected 4 hexadecimal digits") }
      value = value << 4 | UInt32(digit <= 9 ? digit : letter + 10)
      next += 1
    }
    return value
  }

  /// Skips any value. Its strings are unescaped in place, so it cannot be read again.
  mutating func skipValue(depth: Int = 0) throws(InterchangeError) {
    guard depth <= Self.maximumDepth else { throw fault("nested too deeply") }
    switch current {
    case 0x22: _ = try string()
    case UInt8(ascii: "{"): try skipMembers(depth: depth, isObject: true)
    case UInt8(ascii: "["): try skipMembers(depth: depth, isObject: false)
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
      guard takeWord("true") ?? takeWord("false") ?? takeWord("null") != nil else {
        throw fault("expected a value")
      }
    default: try skipNumber()
    }
  }

  private mutating func skipMembers(depth: Int, isObject: Bool) throws(InterchangeError) {
    let close: Unicode.Scalar = isObject ? "}" : "]"
    next += 1
    skipSpace()
    if take(close) { return }
    repeat {
      if isObject {
        _ = try string()
        try expect(":", "a colon")
      }
      try skipValue(depth: depth + 1)
    } while take(",")
    try expect(close, isObject ? "a comma or a closing brace" : "a comma or a closing bracket")
  }

  /// A number as written, which may have an exponent.
  mutating func anyNumber() throws(InterchangeError) -> ByteSlice {
    let first = next
    try skipNumberAlone()
    let slice = ByteSlice(start: first, count: next - first)
    skipSpace()
    return slice
  }

  private mutating func skipNumber() throws(InterchangeError) {
    try skipNumberAlone()
    skipSpace()
  }

  private mutating func skipNumberAlone() throws(InterchangeError) {
    try skipDecimal()
    if current | 0x20 == UInt8(ascii: "e") {
      next += 1
      if current == UInt8(ascii: "-") || current == UInt8(ascii: "+") { next += 1 }
      let exponent = next
      skipDigits()
      guard next > exponent else { throw fault("expected a digit") }
    }
  }
}
