import Glibc

/// Waits until something can be read or written. poll(2).
struct Waiting {
  /// What has happened; all false after the time limit.
  struct Events {
    var canRead = false
    var canWrite = false
    var mustStop = false
    /// Whether the further descriptor can be read.
    var canReadOther = false
  }

  /// The descriptors; -1 for none.
  var reading: Int32 = -1
  var writing: Int32 = -1
  var stop: Int32 = -1
  var other: Int32 = -1

  /// - Parameter milliseconds: At most so long; -1: without a limit.
  func wait(milliseconds: Int32 = -1) -> Events {
    let (read, write) = (Int16(POLLIN), Int16(POLLOUT))
    var polls = [
      pollfd(fd: reading, events: read, revents: 0), pollfd(fd: writing, events: write, revents: 0),
      pollfd(fd: stop, events: read, revents: 0), pollfd(fd: other, events: read, revents: 0),
    ]
    var count: Int32
    repeat {
      count = unsafe poll(&polls, nfds_t(polls.count), milliseconds)
    } while count < 0 && errno == EINTR
    guard count > 0 else { return Events() }
    // An error or a hang-up counts as well: the read or write then says it.
    return Events(
      canRead: polls[0].revents != 0, canWrite: polls[1].revents != 0,
      mustStop: polls[2].revents != 0, canReadOther: polls[3].revents != 0)
  }
}
