import Glibc

/// The number of files that this process may have open.
enum DescriptorLimit {
  /// Raises it as far as the system permits, so that a ledger of any size can be kept open while
  /// another process compacts it. A failure does no harm.
  static func raise() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
