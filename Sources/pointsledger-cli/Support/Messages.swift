import Glibc

/// Standard error: messages for people, each line behind the command's name.
enum Messages {
  static func say(_ text: String) {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    // There is nowhere to say that this failed.
    _ = Output.write(bytes, to: STDERR_FILENO)
  }

  /// Adds what `say` would write.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    let newline = UInt8(ascii: "\n")
    for line in text.utf8.split(separator: newline, omittingEmptySubsequences: false) {
      bytes.append(contentsOf: "pointsledger: ".utf8)
      bytes.append(contentsOf: line)
      bytes.append(newline)
    }
  }
}
