import Glibc

/// Standard input, output and error.
enum StandardStreams {
  /// Opens `/dev/null` for those that are closed at the start of the process: otherwise a file that
  /// it opens would become one of them.
  static func openMissing() {
    for descriptor in STDIN_FILENO...STDERR_FILENO {
      guard fcntl(descriptor, F_GETFD) == -1, errno == EBADF else { continue }
      // This is the lowest free descriptor, so `open` returns it.
      _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY)
    }
  }
}
