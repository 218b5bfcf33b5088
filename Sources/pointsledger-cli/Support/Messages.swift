import Glibc
import PointsLedger

/// Standard error: messages for people, each line prefixed with the command's name.
///
/// Text from other sources never reaches a terminal unescaped, whatever a message quotes.
enum Messages {
  static func say(_ text: String) {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    // A failure here cannot be reported anywhere.
    _ = Output.write(bytes, to: STDERR_FILENO)
  }

  /// A line feed in an argument must not start a line of a message.
  private static func keepingArguments(_ text: String) -> String {
    CommandLine.arguments.dropFirst().filter { $0.utf8.contains(UInt8(ascii: "\n")) }
      .reduce(text) { text, argument in
        text.split(separator: argument, omittingEmptySubsequences: false)
          .joined(separator: VisibleText.escaped(argument))
      }
  }

  /// Appends what `say` would write.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    let newline = UInt8(ascii: "\n")
    for line in keepingArguments(text).split(separator: "\n", omittingEmptySubsequences: false) {
      let text = "pointsledger: " + Terminal.visible(String(line), on: STDERR_FILENO)
      guard let columns = Terminal.errorColumns else {
        bytes.append(contentsOf: text.utf8)
        bytes.append(newline)
        continue
      }
      for (index, part) in TextLines.broken(text, to: columns - 2).enumerated() {
        bytes.append(contentsOf: ((index == 0 ? "" : "  ") + part).utf8)
        bytes.append(newline)
      }
    }
  }
}
