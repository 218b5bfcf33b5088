import Glibc

/// The arguments of a subcommand; the process ends with a message if one is missing or malformed.
struct Arguments {
  private let values: [String]

  init(_ values: [String]) { self.values = values }

  func text(_ index: Int) -> String {
    guard values.indices.contains(index) else { fail("argument \(index + 1) is missing") }
    return values[index]
  }

  func number(_ index: Int, orElse standard: Int? = nil) -> Int {
    if let standard, !values.indices.contains(index) { return standard }
    guard let number = Int(text(index)) else { fail("argument \(index + 1) is not a number") }
    return number
  }
}

/// Writes a line to standard output at once, as a whole: lines of several threads do not mix.
func say(_ line: String) {
  var text = line + "\n"
  text.withUTF8 { _ = write(1, $0.baseAddress, $0.count) }
}

/// Ends the process because the campaign asked for something impossible.
func fail(_ message: String) -> Never {
  var text = "torture-host: \(message)\n"
  text.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
  exit(64)
}
