import PointsLedger

/// What the parser of arguments says, made into what the command line says.
enum ParserText {
  /// What the parser says, and which command, report or choice was probably meant. (Of options it
  /// says that itself.)
  static func message(_ said: String, _ arguments: [String], commands: [String]) -> String {
    if let first = arguments.first, !first.hasPrefix("-"), !commands.contains(first) {
      return "there is no command `\(first)`" + Suggestion.text(for: first, among: commands)
    }
    return withChoice(said)
  }

  /// What the parser says of a choice, and which was probably meant.
  static func withChoice(_ said: String) -> String {
    // The value 'x' is invalid for '<name>'. Please provide one of 'a', 'b' and 'c'. (Or a list.)
    guard said.hasPrefix("The value '"), said.contains("provide one of") else { return said }
    let quoted = said.split(separator: "'", omittingEmptySubsequences: false)
    let words = stride(from: 1, to: quoted.count, by: 2).map { String(quoted[$0]) }
    let listed = said.split(separator: "\n").filter { $0.hasPrefix("  - ") }.map { $0.dropFirst(4) }
    guard let word = words.first else { return said }
    let meant = Suggestion.text(for: word, among: words.dropFirst(2) + listed.map { String($0) })
    return listed.isEmpty || meant.isEmpty ? said + meant : "\(said)\n\(meant.dropFirst(2))"
  }

  /// The help with a usage that fits; the parser lets only the rest of it fit.
  static func help(_ text: String) -> String {
    let title = "USAGE: "
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    guard let index = lines.firstIndex(where: { $0.hasPrefix(title) }) else { return text }
    let columns = (Terminal.outputColumns ?? Terminal.usual) - title.count
    let parts = TextLines.broken(String(lines[index].dropFirst(title.count)), to: columns)
    let indent = String(repeating: " ", count: title.count)
    lines[index] = title + parts.joined(separator: "\n" + indent)
    return lines.joined(separator: "\n")
  }
}
