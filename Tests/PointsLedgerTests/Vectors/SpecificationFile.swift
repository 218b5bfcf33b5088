import Foundation

/// A file in `spec/` whose bytes the tests hold against the code. With
/// `POINTSLEDGER_WRITE_VECTORS=1` in the environment they write it instead.
struct SpecificationFile {
  static let entries = SpecificationFile(name: "entries.md")
  static let entryVectors = SpecificationFile(name: "vectors/entries.txt")

  static var isWriting: Bool {
    ProcessInfo.processInfo.environment["POINTSLEDGER_WRITE_VECTORS"] == "1"
  }

  let name: String

  private var url: URL {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { url.deleteLastPathComponent() }
    return url.appending(path: "spec").appending(path: name)
  }

  func text() throws -> String { try String(contentsOf: url, encoding: .utf8) }

  func write(_ text: String) throws { try Data(text.utf8).write(to: url) }
}
