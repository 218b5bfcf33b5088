import Glibc

/// Standard error: messages for people, each line behind the command's name.
enum Messages {
  static func say(_ text: String) {
    var bytes: [UInt8] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      bytes.append(contentsOf: "pointsledger: ".utf8)
      bytes.append(contentsOf: line.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    // There is nowhere to say that this failed.
    _ = Output.write(bytes, to: STDERR_FILENO)
  }
}
