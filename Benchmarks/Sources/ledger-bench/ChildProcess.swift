import Glibc

/// This program again, in a process of its own, whose memory is watched from outside.
final class ChildProcess {
  private let process: pid_t
  private let output: Int32
  /// The most that was seen, in MiB.
  private(set) var peakAnonymous = 0.0
  private(set) var peakResident = 0.0

  private static let samplingMilliseconds: Int32 = 10

  init(_ arguments: [String]) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { fatalError("there is no pipe: \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    let program = "/proc/self/exe"
    var words = ([program] + arguments).map { strdup($0) }
    words.append(nil)
    var process: pid_t = 0
    let result = posix_spawn(&process, program, &actions, nil, words, environ)
    guard result == 0 else { fatalError("this program cannot be started again: \(result)") }
    for word in words { free(word) }
    posix_spawn_file_actions_destroy(&actions)
    close(ends[1])
    self.process = process
    output = ends[0]
  }

  /// Hands over every line of its output until it ends; it has to end well.
  func follow(_ take: (String) -> Void) {
    var rest: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while true {
      var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let count = poll(&ready, 1, Self.samplingMilliseconds)
      sample()
      guard count > 0 else { continue }
      let length = read(output, &chunk, chunk.count)
      guard length > 0 else { break }
      for byte in chunk[..<length] {
        if byte == 0x0A {
          take(String(decoding: rest, as: UTF8.self))
          rest.removeAll(keepingCapacity: true)
        } else {
          rest.append(byte)
        }
      }
    }
    close(output)
    var status: Int32 = 0
    guard waitpid(process, &status, 0) == process, status == 0 else {
      print("a part of the measurement failed: status \(status)")
      exit(1)
    }
  }

  private func sample() {
    let file = open("/proc/\(process)/status", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    let text = String(unsafeUninitializedCapacity: 8_192) { buffer in
      max(0, read(file, buffer.baseAddress, buffer.count))
    }
    for line in text.utf8.split(separator: 0x0A) {
      let words = line.split { $0 == 0x20 || $0 == 0x09 }
      guard words.count > 1, let name = String(words[0]), let text = String(words[1]),
        let kibibytes = Double(text)
      else { continue }
      if name == "RssAnon:" { peakAnonymous = max(peakAnonymous, kibibytes / 1_024) }
      if name == "VmHWM:" { peakResident = max(peakResident, kibibytes / 1_024) }
    }
  }
}
