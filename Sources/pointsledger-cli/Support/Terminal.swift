import Glibc
import PointsLedger

/// What a terminal can show.
enum Terminal {
  /// Narrower ones are taken to have this many columns.
  private static let narrowest = 20
  static let usual = 80

  /// The columns into which standard output for people has to fit: the variable COLUMNS, or those of
  /// the terminal. Nil: any number, as in a file or a pipe.
  static var outputColumns: Int? { chosenColumns ?? columns(of: STDOUT_FILENO) }

  /// The same for standard error. In a file or a pipe a message stays one line, whatever COLUMNS is.
  static var errorColumns: Int? {
    guard let columns = columns(of: STDERR_FILENO) else { return nil }
    return chosenColumns ?? columns
  }

  /// The parser of the command line breaks its own text, and ends the process where that has too few
  /// columns: from now on it sees enough.
  static func widenForParser() {
    let columns = chosenColumns ?? columns(of: STDOUT_FILENO) ?? usual
    _ = unsafe setenv("COLUMNS", "\(max(columns, narrowestOfParser))", 1)
  }

  private static let narrowestOfParser = 40

  private static var chosenColumns: Int? {
    guard let text = unsafe getenv("COLUMNS").map({ unsafe String(cString: $0) }),
      let columns = Int(text), columns > 0
    else { return nil }
    return max(columns, narrowest)
  }

  private static func columns(of descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return usual
    }
    return max(Int(size.ws_col), narrowest)
  }

  /// Whether the locale says that text is UTF-8. Otherwise only ASCII is shown.
  static let isUTF8: Bool = {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      let value = unsafe getenv(name).map { unsafe String(cString: $0) } ?? ""
      guard !value.isEmpty else { continue }
      let lower = value.lowercased()
      return lower.contains("utf-8") || lower.contains("utf8")
    }
    return false
  }()

  /// A text from elsewhere as it is shown to people: what is hidden is escaped, on a terminal that
  /// takes only ASCII everything else, too. A file or a pipe gets names as they are.
  static func visible(_ text: String, on descriptor: Int32 = STDOUT_FILENO) -> String {
    let text = VisibleText.escaped(text)
    guard !isUTF8, !text.utf8.allSatisfy({ $0 < 128 }), isatty(descriptor) == 1 else {
      return text
    }
    return text.unicodeScalars.map { $0.isASCII ? String($0) : $0.escaped(asASCII: true) }.joined()
  }
}
