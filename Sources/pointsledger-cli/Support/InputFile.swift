import Glibc
import PointsLedger

/// A file that is read once from start to end, or standard input for `-`.
final class InputFile {
  /// The name that the caller gave.
  let name: String
  /// In bytes; nil if it is not known.
  let size: Int?
  /// The bytes that were read so far.
  private(set) var position = 0
  private let descriptor: Int32
  /// When `isQuiet` was true for the last time.
  private var lastQuiet = ContinuousClock.now

  init(_ name: String) throws(CommandFailure) {
    self.name = name == "-" ? "standard input" : name
    if name == "-" {
      descriptor = STDIN_FILENO
      size = nil
      return
    }
    descriptor = unsafe open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let number = errno
      throw CommandFailure(
        .notFound, "\(name): \(describe(number)); name a file that can be read",
        code: number == EACCES ? "permissionDenied" : nil, at: FailurePlace(file: name))
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw CommandFailure(
        .notFound, "\(name): a directory; name a file", at: FailurePlace(file: name))
    }
    size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  deinit {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// Returns the bytes from the current position on.
  var source: ByteSource {
    { (output: inout OutputSpan<UInt8>) throws(InterchangeError) in try self.read(into: &output) }
  }

  /// Whether a pipe or a terminal has had nothing for a moment. It is also true every now and then,
  /// so that rows do not wait behind others that come one by one.
  func isQuiet() -> Bool {
    if size != nil { return false }
    if ContinuousClock.now - lastQuiet < Self.longestWait {
      var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if unsafe poll(&waited, 1, Self.quietMilliseconds) > 0 { return false }
    }
    lastQuiet = .now
    return true
  }

  private static let quietMilliseconds: Int32 = 50
  private static let longestWait = Duration.milliseconds(500)

  private func read(into output: inout OutputSpan<UInt8>) throws(InterchangeError) {
    while true {
      // A signal may have arrived while rows were handled; it would then not interrupt the read
      // below.
      if Interruption.isRequested {
        throw InterchangeError(line: 0, problem: .inputOutput(describe(EINTR)))
      }
      let count = unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
        let free = unsafe UnsafeMutableRawBufferPointer(buffer)[initialized...]
        let count = unsafe Glibc.read(
          descriptor, UnsafeMutableRawBufferPointer(rebasing: free).baseAddress, free.count)
        initialized += max(count, 0)
        return count
      }
      if count >= 0 {
        position += count
        return
      }
      let number = errno
      if number != EINTR {
        throw InterchangeError(line: 0, problem: .inputOutput(describe(number)))
      }
    }
  }
}
