import Glibc

/// The command line as the parser expects it.
enum ArgumentLine {
  /// Options without a value; a negative number after one is an argument of its own.
  private static let flags: Set<String> = [
    "--json", "--partial", "--preview", "--quick", "--follow", "--help", "-h",
  ]

  /// The bytes of the first argument that is not UTF-8; nil if all are.
  static var firstNotUTF8: [UInt8]? {
    for index in 0..<Int(CommandLine.argc) {
      guard let start = unsafe CommandLine.unsafeArgv[index] else { continue }
      let bytes = unsafe Array(UnsafeRawBufferPointer(start: start, count: strlen(start)))
      if String(validating: bytes, as: UTF8.self) == nil { return bytes }
    }
    return nil
  }

  /// Whether they ask for JSON. Arguments that cannot be parsed count, too.
  static func asksForJSON(_ arguments: [String]) -> Bool {
    arguments.prefix { $0 != "--" }.contains("--json")
  }

  /// Keeps negative numbers from being parsed as options. Those that are arguments are moved after
  /// `--`: `post L adjust M -5 --reference r` becomes `post L adjust M --reference r -- -5`. Those
  /// that are values are joined to their options: `--within -1` becomes `--within=-1`.
  static func prepared(_ arguments: [String]) -> [String] {
    let end = arguments.firstIndex(of: "--") ?? arguments.count
    var kept: [String] = []
    var moved: [String] = []
    for index in 0..<end {
      let isValue =
        index > 0 && arguments[index - 1].hasPrefix("--")
        && !arguments[index - 1].contains("=") && !flags.contains(arguments[index - 1])
      if !isNegative(arguments[index]) {
        kept.append(arguments[index])
      } else if isValue {
        kept[kept.count - 1] += "=" + arguments[index]
      } else {
        moved.append(arguments[index])
      }
    }
    if moved.isEmpty { return kept + arguments[end...] }
    return kept + ["--"] + moved + arguments[end...].dropFirst()
  }

  private static func isNegative(_ argument: String) -> Bool {
    argument.hasPrefix("-") && argument.dropFirst().first?.isWholeNumber == true
  }
}
