/// What one client can ask for at once.
package enum RequestLimits {
  /// The most bytes of a line, without its end.
  package static let line = 1 << 20
  /// The most bytes of an answer.
  package static let answer = 16 << 20
  /// The most bytes of an `id`, as JSON.
  package static let id = 256
  /// The most posts that are posted together.
  package static let posts = 1_024
  /// The most values of a report's options.
  package static let reportOptions = 32
  /// The highest `limit`.
  package static let rows = 10_000
}
