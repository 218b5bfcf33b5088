/// The mounted file systems of this process, as proc_pid_mountinfo(5) lists them.
enum MountTable {
  /// The file system that holds an absolute path without symbolic links; nil if that is not known.
  static func fileSystem(of path: String) -> String? {
    SystemList.read("/proc/self/mountinfo").flatMap { fileSystem(of: path, in: $0) }
  }

  /// The one with the longest mount point above the path; of equal ones the last covers the others.
  ///
  /// A line is `36 35 98:0 /root /mount/point options tags - type source options`, with white space
  /// and backslashes in octal.
  static func fileSystem(of path: String, in list: String) -> String? {
    var found: (point: String, what: String)?
    for line in list.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count > 6, let dash = parts[6...].firstIndex(of: "-"), parts.count > dash + 2
      else { continue }
      let point = unescaped(parts[4])
      guard point == "/" || path == point || path.hasPrefix(point + "/"),
        point.utf8.count >= found?.point.utf8.count ?? 0
      else { continue }
      let source = parts[dash + 2].hasPrefix("/") ? ", \(unescaped(parts[dash + 2]))" : ""
      found = (point, "\(parts[dash + 1])\(source)")
    }
    return found.map { "\($0.point) (\($0.what))" }
  }

  /// Replaces `\040` by a space, and so on.
  private static func unescaped(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3,
        digits.allSatisfy({ (48...55).contains($0) })
      {
        bytes.append(digits.reduce(0) { $0 &* 8 &+ ($1 - 48) })
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
