import Glibc
import PointsLedger
import Synchronization

/// One line on a terminal's standard error, for work that takes over a second.
///
/// A thread draws it ten times a second. Whatever writes to the terminal meanwhile erases it first.
enum ProgressLine {
  private struct Line {
    let what: String
    let start = ContinuousClock.now
    let progress = Progress()
    var isDrawn = false
  }

  /// That of the work under way.
  private static let current = Mutex<Line?>(nil)
  private static let interval: UInt32 = 100_000
  private static let eraser = "\r\u{1B}[K"
  private static let barWidth = 30

  /// Calls `body`, and shows how far it has come. Shows nothing if standard error is no terminal.
  static func during<R>(_ what: String, _ body: () throws -> R) rethrows -> R {
    let isBusy = current.withLock { $0 != nil }
    guard isatty(STDERR_FILENO) == 1, !isBusy else { return try body() }
    let line = Line(what: what)
    current.withLock { $0 = line }
    eraseAtInterrupt()
    _ = BackgroundThread.start {
      repeat { usleep(interval) } while draw()
    }
    defer { end() }
    return try Progress.$current.withValue(line.progress, operation: body)
  }

  /// Takes the line away, until it is drawn again.
  static func erase() { current.withLock { eraseDrawn(&$0) } }

  private static func end() {
    current.withLock {
      eraseDrawn(&$0)
      $0 = nil
    }
  }

  private static func eraseDrawn(_ line: inout Line?) {
    guard line?.isDrawn == true else { return }
    _ = Output.writePlainly(Array(eraser.utf8), to: STDERR_FILENO)
    line?.isDrawn = false
  }

  /// Returns whether the work still goes on.
  private static func draw() -> Bool {
    current.withLock { line in
      guard let shown = line else { return false }
      let elapsed = ContinuousClock.now - shown.start
      guard elapsed > .seconds(1) else { return true }
      let text = text(shown.what, shown.progress.state, elapsed.components.seconds)
      _ = Output.writePlainly(Array((eraser + text).utf8), to: STDERR_FILENO)
      line?.isDrawn = true
      return true
    }
  }

  private static func text(
    _ what: String, _ state: (done: UInt64, total: UInt64)?, _ seconds: Int64
  ) -> String {
    guard let state else { return "\(what) \(seconds) s" }
    guard state.total > 0 else { return "\(what) \(Count.digits(state.done)) rows, \(seconds) s" }
    let part = Double(state.done) / Double(state.total)
    let full = Int(part * Double(barWidth))
    let bar =
      String(repeating: "#", count: full) + String(repeating: ".", count: barWidth - full)
    return "\(what) [\(bar)] \(Int(part * 100)) %, \(seconds) s"
  }

  /// A process that Ctrl-C ends at once leaves no half a line behind.
  private static func eraseAtInterrupt() {
    var action = sigaction()
    guard unsafe sigaction(SIGINT, nil, &action) == 0,
      unsafe action.__sigaction_handler.sa_handler == nil
    else { return }
    unsafe action.__sigaction_handler.sa_handler = { number in
      let eraser: StaticString = "\r\u{1B}[K"
      _ = unsafe Glibc.write(STDERR_FILENO, eraser.utf8Start, eraser.utf8CodeUnitCount)
      // The handler is gone by now, so this ends the process.
      raise(number)
    }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    _ = unsafe sigaction(SIGINT, &action, nil)
  }
}
