import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite("Trial files")
struct TrialFileSystemTests {
  private func bytes(_ directory: any Directory, _ name: String) throws -> [UInt8] {
    try LedgerDirectory(directory).contents(of: name, limit: 1 << 20)
  }

  private func names(_ directory: any Directory) throws -> [String] {
    try directory.list().sorted()
  }

  @Test("what is changed is seen there, and nowhere else")
  func changes() throws {
    let base = try TestDirectory()
    let real = try PosixFileSystem().openDirectory(base.path)
    for name in ["a", "b", "c"] {
      try real.openFile(name, .create).write(Array("\(name)\(name)".utf8).rawSpan, at: 0)
    }
    try real.makeDirectory("inside")
    let system = TrialFileSystem(over: PosixFileSystem())
    let trial = try system.openDirectory(base.path)
    let file = try trial.openFile("a", .readWrite)
    try file.write(Array("x".utf8).rawSpan, at: 1)
    // Over the border of a page, and a gap.
    try file.write(Array("far".utf8).rawSpan, at: 65_535)
    #expect(try file.size() == 65_538)
    #expect(try trial.openFile("a", .read).size() == 65_538)
    let changed = try bytes(trial, "a")
    #expect(changed.prefix(3) == [97, 120, 0] && changed.suffix(4) == [0, 102, 97, 114])
    try trial.rename("b", to: "d")
    try trial.rename("a", to: "inside/a")
    try trial.unlink("c")
    try trial.openFile("c", .create).write(Array("new".utf8).rawSpan, at: 0)
    try trial.makeDirectory("more")
    #expect(try names(trial) == ["c", "d", "inside", "more"])
    #expect(try names(trial.openDirectory("inside")) == ["a"])
    #expect(try bytes(trial, "d") == Array("bb".utf8))
    #expect(try bytes(trial, "c") == Array("new".utf8))
    #expect(try trial.status(of: "b") == nil)
    #expect(throws: StorageError.self) { try trial.openFile("b", .read) }
    #expect(throws: StorageError.self) { try trial.openFile("d", .create) }
    #expect(throws: StorageError.self) { try trial.unlink("b") }
    // One and the same directory, however often it is opened.
    #expect(try names(system.openDirectory(base.path)) == ["c", "d", "inside", "more"])
    #expect(try names(real) == ["a", "b", "c", "inside"])
    for name in ["a", "b", "c"] { #expect(try bytes(real, name) == Array("\(name)\(name)".utf8)) }
    #expect(try names(real.openDirectory("inside")).isEmpty)
  }

  @Test("its lock is the one of the directory")
  func lock() throws {
    let base = try TestDirectory()
    let real = try PosixFileSystem().openDirectory(base.path)
    let trial = try TrialFileSystem(over: PosixFileSystem()).openDirectory(base.path)
    let held = try #require(try trial.lock())
    #expect(held.isHeld)
    #expect(try real.lock() == nil)
    held.release()
    #expect(try real.lock() != nil)
  }
}
