import Glibc
import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite struct PosixDirectoryTests {
  private let system = PosixFileSystem()

  @Test func `what was opened is worked in wherever it is moved, and not what takes its place`()
    throws
  {
    let scratch = try TestDirectory()
    let path = "\(scratch.path)/ledger"
    let writer = try Session.create(in: system, at: path)
    for _ in 0..<30 {
      try writer.reserve()
      try Session.append(to: writer)
    }
    try writer.sync()
    let reader = try Session.open(in: system, at: path, .reading)
    let files = try system.openDirectory(path)
    #expect(try files.isInPlace())
    try system.rename(path, to: "moved")
    #expect(try !files.isInPlace())
    try Session.create(in: system, at: path).close()
    #expect(try !files.isInPlace())
    #expect(try Session.check(reader) == writer.nextSequence)
    #expect(try Set(files.list()) == Set(system.list("\(scratch.path)/moved")))
    try files.openFile("new", .create).write([1].rawSpan, at: 0)
    try files.rename("new", to: "newer")
    try files.sync()
    #expect(try system.status(of: "\(scratch.path)/moved/newer")?.byteCount == 1)
    try files.unlink("newer")
    #expect(try system.status(of: "\(scratch.path)/moved/newer") == nil)
    #expect(try Session.open(in: system, at: path, .reading).nextSequence == 0)
  }

  @Test func `the path may be a symbolic link; no file in the directory may`() throws {
    let scratch = try TestDirectory()
    let path = "\(scratch.path)/ledger"
    try Session.create(in: system, at: path).close()
    let link = "\(scratch.path)/link"
    try #require(symlink("ledger", link) == 0)
    try Session.open(in: system, at: link).close()
    #expect(throws: StorageError.self) { try Session.create(in: system, at: link) }

    let victim = "\(scratch.path)/victim"
    let directory = try system.openDirectory(path)
    for name in [FileName.lock, try #require(try directory.list().first { LogName($0) != nil })] {
      try directory.rename(name, to: "aside")
      for target in [victim, "\(path)/aside"] {
        try #require(symlink(target, "\(path)/\(name)") == 0)
        let error = #expect(throws: StorageError.self) { try Session.open(in: system, at: path) }
        #expect(error?.category == .damaged && error?.path.hasSuffix(name) == true)
        #expect(throws: StorageError.self) { try directory.openFile(name, .create) }
        try directory.unlink(name)
      }
      try directory.rename("aside", to: name)
    }
    #expect(try system.status(of: victim) == nil)
    try Session.open(in: system, at: path).close()
  }

  @Test func `no file gets the place of a standard stream that is closed`() throws {
    let scratch = try TestDirectory()
    let directory = try system.openDirectory(scratch.path)
    let saved = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
    close(STDIN_FILENO)
    let file = try directory.openFile("file", .create)
    var status = stat()
    // Another test may have taken the descriptor meanwhile.
    let isTaken = fstat(STDIN_FILENO, &status) == 0
    let isFile = try isTaken && FileStatus(status).identity == file.identity()
    if saved >= 0 {
      dup2(saved, STDIN_FILENO)
      close(saved)
    }
    #expect(!isFile)
    #expect(try directory.list() == ["file"])
  }
}
