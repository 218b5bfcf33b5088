import Foundation

/// One article of the documentation, and the programs that it shows.
struct Article {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Sources/PointsLedger/PointsLedger.docc")

  /// Line by line, one array for each program.
  let programs: [[String]]

  init(_ name: String) throws {
    let file = Self.folder.appending(path: "\(name).md")
    let text = try String(contentsOf: file, encoding: .utf8)
    programs = text.components(separatedBy: "```swift\n").dropFirst().map { part in
      part.components(separatedBy: "\n```")[0].components(separatedBy: "\n")
    }
  }

  /// The names of all articles.
  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
  }

  /// The output of the programs according to their comments: after a `print`, or at the start of a
  /// line.
  var printed: [String] {
    programs.joined().compactMap { line in
      if line.hasPrefix("// ") { return String(line.dropFirst(3)) }
      guard line.contains("print("), let mark = line.range(of: "  // ") else { return nil }
      return String(line[mark.upperBound...])
    }
  }

  /// The programs of the article of this name in the source of the tests, each between
  /// `// Article: NAME` and `// End`.
  static func programs(of name: String, in source: String) -> [[String]] {
    var found: [[String]] = []
    var program: [String]?
    for line in source.components(separatedBy: "\n") {
      switch line.trimmingCharacters(in: .whitespaces) {
      case "// Article: \(name)": program = []
      case "// End":
        if let lines = program { found.append(withoutIndentation(lines)) }
        program = nil
      default: program?.append(line)
      }
    }
    return found
  }

  private static func withoutIndentation(_ lines: [String]) -> [String] {
    let indentations = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }
    return lines.map { String($0.dropFirst(indentations.min() ?? 0)) }
  }
}
