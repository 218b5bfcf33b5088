import Glibc

/// An import in a process of its own, so that its memory is its own.
struct Child {
  struct Result {
    var seconds: Double
    var peakBytes: Int
  }

  /// Imports `file` into `path`, and tells of each million rows where `isTold`.
  static func run(_ side: String, path: String, file: String, isTold: Bool) -> Result {
    let command = "'\(CommandLine.arguments[0])' import \(side) '\(path)' '\(file)'"
    guard let pipe = popen(command, "r") else { fatalError("\(command) cannot be run") }
    var line = [CChar](repeating: 0, count: 256)
    var result: Result?
    while fgets(&line, Int32(line.count), pipe) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
      let words = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
      if words.count == 3, words[0] == "done", let seconds = Double(words[1]),
        let bytes = Int(words[2])
      {
        result = Result(seconds: seconds, peakBytes: bytes)
      } else if isTold {
        say("\(side): \(text.dropLast())")
      }
    }
    guard pclose(pipe) == 0, let result else { fatalError("\(command) failed") }
    return result
  }

  /// What the child does.
  static func work(_ side: any Side, file: String) throws {
    let memory = Memory()
    let clock = ContinuousClock()
    let start = clock.now
    var last = (rows: 0, time: start)
    let time = try seconds {
      try side.importAll(file) { rows in
        guard rows - last.rows >= 1_000_000 else { return }
        let now = clock.now
        let span = last.time.duration(to: now) / .seconds(1)
        say("\(rows) rows, the last million at \(Int(Double(rows - last.rows) / span)) rows/s")
        last = (rows, now)
      }
    }
    print("done \(time) \(memory.peak)")
  }
}
