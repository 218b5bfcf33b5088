import Glibc

/// Standard input, output and error.
enum StandardStreams {
  /// Opens `/dev/null` for those that the process was started without: else a file that it opens
  /// would become one of them.
  static func openMissing() {
    for descriptor in STDIN_FILENO...STDERR_FILENO {
      guard fcntl(descriptor, F_GETFD) == -1, errno == EBADF else { continue }
      // The lowest that is free is this one.
      _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY)
    }
  }
}
