import Testing

@testable import LedgerStorage

@Suite("The table of mounts")
struct MountTableTests {
  private static let list = """
    21 1 0:20 / / rw - overlay overlay rw
    22 21 8:1 / /data rw,noatime shared:1 - ext4 /dev/sda1 rw
    23 22 8:2 / /data/my\\040shop rw master:1 shared:2 - xfs /dev/disk\\134x rw
    24 21 0:22 / /data2 rw - tmpfs tmpfs rw
    25 21 0:23 / /data2 rw - tmpfs second rw
    nonsense
    """

  @Test(
    "a path is on the file system with the longest mount point above it",
    arguments: [
      ("/home/x", "/ (overlay)"), ("/data", "/data (ext4, /dev/sda1)"),
      ("/data/shop", "/data (ext4, /dev/sda1)"), ("/database", "/ (overlay)"),
      ("/data/my shop/till", "/data/my shop (xfs, /dev/disk\\x)"), ("/data2/a", "/data2 (tmpfs)"),
    ])
  func longest(path: String, expected: String) {
    #expect(MountTable.fileSystem(of: path, in: Self.list) == expected)
  }

  @Test("none is known without a table")
  func none() { #expect(MountTable.fileSystem(of: "/x", in: "") == nil) }
}
