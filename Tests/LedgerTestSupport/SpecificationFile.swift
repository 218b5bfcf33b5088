internal import Foundation

/// A file in `spec/` whose bytes the tests compare with those of the code. With
/// `POINTSLEDGER_WRITE_VECTORS=1` in the environment they write it instead.
package struct SpecificationFile {
  package static let columns = SpecificationFile(name: "columns.md")
  package static let columnVectors = SpecificationFile(name: "vectors/columns.txt")
  package static let entries = SpecificationFile(name: "entries.md")
  package static let entryVectors = SpecificationFile(name: "vectors/entries.txt")
  package static let files = SpecificationFile(name: "files.md")
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

  package func write(_ text: String) throws { try Data(text.utf8).write(to: url) }
}
