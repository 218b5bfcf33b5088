import Glibc
import Synchronization

/// A request to end that any thread and any signal can make, and all threads can poll for.
///
/// It is a byte in a pipe that nobody reads, so the pipe stays readable for everybody.
enum StopRequest {
  private static let writing = Atomic<Int32>(-1)

  /// Lets SIGINT and SIGTERM request the end from now on; a second one ends the process. Returns
  /// the descriptor that can be read once the end is requested.
  static func watch() throws(CommandFailure) -> Int32 {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      throw CommandFailure(.inputOutput, "a pipe: \(describe(errno)); close other programs")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    writing.store(ends[1], ordering: .releasing)
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in StopRequest.make() }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND) | UInt32(SA_RESTART))
    _ = unsafe sigaction(SIGINT, &action, nil)
    _ = unsafe sigaction(SIGTERM, &action, nil)
    return ends[0]
  }

  /// Requests the end. Does only what a signal handler may.
  static func make() {
    var byte: UInt8 = 0
    _ = unsafe write(writing.load(ordering: .acquiring), &byte, 1)
  }
}
