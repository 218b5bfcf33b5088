internal import Glibc

/// The locks on this machine, as proc_locks(5) lists them.
enum LockTable {
  /// The process that took the lock of flock(2) on a file or directory; nil if that is not known,
  /// for instance since it has ended and a child of it holds the lock.
  static func holder(of file: FileIdentity) -> Int32? {
    guard let process = SystemList.read("/proc/locks").flatMap({ holder(of: file, in: $0) }),
      kill(process, 0) == 0 || errno == EPERM
    else { return nil }
    return process
  }

  /// A line is `1: FLOCK ADVISORY WRITE 4711 08:01:131 0 EOF`: the process, then the device in
  /// hexadecimal and the inode. In the line of one that waits, `->` comes after the number.
  static func holder(of file: FileIdentity, in list: String) -> Int32? {
    for line in list.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count > 5, parts[1] == "FLOCK", let process = Int32(parts[4]), process > 0
      else { continue }
      let place = parts[5].split(separator: ":")
      guard place.count == 3, UInt64(place[0], radix: 16) == major(file.device),
        UInt64(place[1], radix: 16) == minor(file.device), UInt64(place[2]) == file.inode
      else { continue }
      return process
    }
    return nil
  }

  // The two halves of a device number, as glibc composes it.
  private static func major(_ device: UInt64) -> UInt64 {
    device >> 8 & 0xFFF | device >> 32 & ~0xFFF
  }

  private static func minor(_ device: UInt64) -> UInt64 {
    device & 0xFF | device >> 12 & ~0xFF & 0xFFFF_FFFF
  }
}
