import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite("The table of locks")
struct LockTableTests {
  private static let list = """
    1: POSIX  ADVISORY  WRITE 11 fd:10:131 0 EOF
    2: FLOCK  ADVISORY  WRITE 12 fd:10:132 0 EOF
    2: -> FLOCK  ADVISORY  WRITE 13 fd:10:131 0 EOF
    3: OFDLCK ADVISORY  WRITE -1 fd:10:131 0 EOF
    4: FLOCK  ADVISORY  WRITE 14 00:10:131 0 EOF
    5: FLOCK  ADVISORY  WRITE 15 fd:10:131 0 EOF
    6: FLOCK  ADVISORY  WRITE 16 103:100:131 0 EOF
    nonsense
    """

  @Test(
    "the holder is the process with a lock of flock on this very file",
    arguments: [
      (0xFD10, 131, 15), (0xFD10, 132, 12), (0x10, 131, 14), (0xFD11, 131, nil),
      // Major 0x103, minor 0x100: the halves of a device number that do not fit into a byte.
      (0x110300, 131, 16),
    ] as [(UInt64, UInt64, Int32?)])
  func holder(device: UInt64, inode: UInt64, expected: Int32?) {
    let file = FileIdentity(device: device, inode: inode)
    #expect(LockTable.holder(of: file, in: Self.list) == expected)
  }

  @Test("a second writer waits, then names the process") func waits() throws {
    let place = try TestDirectory()
    let first = try LogStore.create(
      at: place.path, in: PosixFileSystem(), name: "", now: 0)
    let start = ContinuousClock.now
    let error = #expect(throws: StorageError.self) {
      try LogStore.open(
        at: place.path, in: PosixFileSystem(), mode: .writing, now: 0,
        waiting: .milliseconds(50))
    }
    #expect(error?.category == .locked)
    #expect(error?.what == "another writer in this process has this ledger open for writing")
    #expect(ContinuousClock.now - start >= .milliseconds(50))
    try first.close()
  }
}
