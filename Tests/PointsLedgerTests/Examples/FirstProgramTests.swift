import Foundation
import LedgerTestSupport
import Testing

struct FirstProgramTests {
  @Test("the README's program is the one that is compiled here, and prints what stands there")
  func theProgramOfTheReadmeRuns() throws {
    let here = URL(filePath: #filePath)
    let top = here.deletingLastPathComponent().appending(path: "../../..")
    let readme = try String(contentsOf: top.appending(path: "README.md"), encoding: .utf8)
    let compiled = try String(
      contentsOf: here.deletingLastPathComponent().appending(path: "FirstProgram.swift"),
      encoding: .utf8)
    let block = try #require(readme.components(separatedBy: "```swift\n").dropFirst().first)
    let program = try #require(block.components(separatedBy: "```").first)
    let known = Set(compiled.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
    for line in program.split(separator: "\n") {
      let line = line.trimmingCharacters(in: .whitespaces)
        .replacingOccurrences(of: "at: \"shop\"", with: "at: directory")
      #expect(known.contains(line), "\(line)")
    }
    let scratch = try TestDirectory()
    #expect(try firstProgram(scratch.path + "/shop") == ["left: 70"])
    // The second run finds both references decided.
    #expect(try firstProgram(scratch.path + "/shop") == ["already done, as entry 2"])
  }
}
