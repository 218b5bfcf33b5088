import Glibc
import PointsLedger

/// Standard error: messages for people, each line behind the command's name.
///
/// Nothing of what others wrote reaches a terminal raw, whatever a message quotes.
enum Messages {
  static func say(_ text: String) {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    // There is nowhere to say that this failed.
    _ = Output.write(bytes, to: STDERR_FILENO)
  }

  /// A line feed of an argument begins no line of a message.
  private static func keepingArguments(_ text: String) -> String {
    CommandLine.arguments.dropFirst().filter { $0.utf8.contains(UInt8(ascii: "\n")) }
      .reduce(text) { text, argument in
        text.split(separator: argument, omittingEmptySubsequences: false)
          .joined(separator: VisibleText.escaped(argument))
      }
  }

  /// Adds what `say` would write.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    let newline = UInt8(ascii: "\n")
    for line in keepingArguments(text).split(separator: "\n", omittingEmptySubsequences: false) {
      bytes.append(contentsOf: "pointsledger: ".utf8)
      bytes.append(contentsOf: VisibleText.escaped(String(line)).utf8)
      bytes.append(newline)
    }
  }
}
