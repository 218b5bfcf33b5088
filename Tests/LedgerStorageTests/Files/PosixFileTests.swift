import Glibc
import LedgerStorage
import LedgerTestSupport
import Testing

@Suite struct PosixFileTests {
  private let system = PosixFileSystem()

  @Test func `a file keeps what is written, and says what fails`() throws {
    let scratch = try TestDirectory()
    let path = "\(scratch.path)/file"
    let file = try system.openFile(path, .create)
    try file.write([1, 2, 3].rawSpan, at: 5)
    try file.syncData()
    try file.sync()
    #expect(try file.size() == 8)
    var buffer: [UInt8] = []
    #expect(try file.read(100, at: 4, into: &buffer) == 4)
    #expect(buffer.prefix(4) == [0, 1, 2, 3])
    #expect(try file.read(100, at: 8, into: &buffer) == 0)

    func failure(_ body: () throws -> Void) -> StorageError? {
      #expect(throws: StorageError.self, performing: body)
    }
    #expect(failure { _ = try system.openFile(path, .create) }?.category == .exists)
    #expect(failure { _ = try system.openFile(path + "x", .read) }?.category == .noSuchFile)
    #expect(failure { _ = try system.openFile(scratch.path, .read) }?.category == .damaged)
    #expect(failure { _ = try system.list(path) }?.category == .notALedger)
    let reading = try system.openFile(path, .read)
    #expect(failure { try reading.write([1].rawSpan, at: 0) }?.errorNumber == EBADF)
    #expect(failure { try reading.write([1].rawSpan, at: .max) }?.category == .full)
    let status = try #require(try system.status(of: path))
    #expect(status.kind == .file && status.byteCount == 8)
    #expect(try status.identity == file.identity() && status.identity == reading.identity())
    #expect(try system.status(of: path + "x") == nil)
    try system.rename(path, to: "filey")
    #expect(try system.list(scratch.path) == ["filey"])
  }
}
