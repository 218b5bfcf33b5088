/// The names of the files in a ledger's directory.
enum FileName {
  static let lock = "LOCK"
  static let ack = "ack"
  static let quarantine = "quarantine"
  static let temporarySuffix = ".tmp"

  /// `MANIFEST-` and the generation.
  static func manifest(generation: UInt64) -> String { "MANIFEST-" + digits(generation) }

  /// The generation in a manifest's name; nil for any other name.
  static func manifestGeneration(in name: String) -> UInt64? {
    guard name.hasPrefix("MANIFEST-") else { return nil }
    return number(name.utf8.dropFirst(9))
  }

  /// Whether a ledger uses files with this name.
  static func isOfLedger(_ name: String) -> Bool {
    name == lock || name == ack || name.hasSuffix(temporarySuffix)
      || manifestGeneration(in: name) != nil || LogName(name) != nil || SealedName(name) != nil
      || RunName(name) != nil || RunName(name, .base) != nil
  }

  /// 16 lower-case hexadecimal digits.
  static func digits(_ number: UInt64) -> String {
    // A ledger has thousands of names, and opening it makes each of them.
    unsafe String(unsafeUninitializedCapacity: 16) { text in
      for position in 0..<16 {
        let digit = UInt8(truncatingIfNeeded: number >> (60 - 4 * UInt64(position)) & 0xF)
        unsafe text.initializeElement(at: position, to: digit + (digit < 10 ? 48 : 87))
      }
      return 16
    }
  }

  /// The number in exactly 16 lower-case hexadecimal digits.
  static func number(_ digits: Substring.UTF8View) -> UInt64? {
    guard digits.count == 16 else { return nil }
    var number: UInt64 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt64(digit - 48)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt64(digit - 87)
      default: return nil
      }
    }
    return number
  }
}
