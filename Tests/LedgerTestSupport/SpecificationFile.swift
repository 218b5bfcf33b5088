internal import Foundation

/// A file in `spec/` whose bytes the tests compare with those of the code. With
/// `POINTSLEDGER_WRITE_VECTORS=1` in the environment they write it instead.
package struct SpecificationFile {
  package static let columns = SpecificationFile(name: "columns.md")
  package static let columnVectors = SpecificationFile(name: "vectors/columns.txt")
  package static let entries = SpecificationFile(name: "entries.md")
  package static let entryVectors = SpecificationFile(name: "vectors/entries.txt")
  package static let files = SpecificationFile(name: "files.md")
  package static let rules = SpecificationFile(name: "rules.md")
  package static let runs = SpecificationFile(name: "runs.md")

  package static var isWriting: Bool {
    ProcessInfo.processInfo.environment["POINTSLEDGER_WRITE_VECTORS"] == "1"
  }

  /// Its path below `spec/`.
  let name: String

  private var url: URL {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.appending(path: "spec").appending(path: name)
  }

  package func text() throws -> String { try String(contentsOf: url, encoding: .utf8) }

  /// The cells of the table under a heading, without its first two lines and without backticks.
  package func rows(under heading: String) throws -> [[String]] {
    let lines = try text().components(separatedBy: "\n")
      .drop { !$0.hasPrefix("#") || !$0.hasSuffix(heading) }
      .drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
    return lines.dropFirst(2).map { line in
      line.split(separator: "|").map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: " `"))
      }
    }
  }

  package func write(_ text: String) throws { try Data(text.utf8).write(to: url) }
}
