import Glibc

/// One line on a terminal's standard error, for work that takes over a second.
struct ProgressLine {
  private let what: String
  private let start = ContinuousClock.now
  private let isShown = isatty(STDERR_FILENO) == 1
  private var last = ContinuousClock.now
  private var hasDrawn = false

  init(_ what: String) { self.what = what }

  /// Draws at most ten times a second. `part` is from 0 to 1; nil if unknown.
  mutating func update(_ text: @autoclosure () -> String, part: Double?) {
    guard isShown else { return }
    let now = ContinuousClock.now
    guard now - start > .seconds(1), now - last > .milliseconds(100) else { return }
    last = now
    hasDrawn = true
    var line = "\r\u{1B}[K\(what) "
    if let part {
      let full = Int(min(max(part, 0), 1) * 30)
      line += "[" + String(repeating: "#", count: full)
      line += String(repeating: ".", count: 30 - full) + "] "
    }
    _ = Output.write(Array((line + text()).utf8), to: STDERR_FILENO)
  }

  /// Restores the terminal.
  mutating func end() {
    if hasDrawn { _ = Output.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
    hasDrawn = false
  }
}
