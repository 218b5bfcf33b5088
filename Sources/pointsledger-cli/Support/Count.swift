/// Numbers of things, for people.
enum Count {
  /// `1,234`: thousands are apart.
  static func digits(_ number: some BinaryInteger) -> String {
    let digits = Array("\(number)")
    var text = ""
    for (index, digit) in digits.enumerated() {
      let rest = digits.count - index
      if index > 0, rest % 3 == 0, digits[index - 1] != "-" { text += "," }
      text.append(digit)
    }
    return text
  }

  /// `1 entry`, `20 entries`.
  static func text(_ number: some BinaryInteger, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
  }

  /// `and 5 more rows: 20 of 25 are listed`.
  static func rest(of all: Int, listed: Int, _ one: String, _ many: String) -> String {
    let more = all - listed
    return
      "and \(digits(more)) more \(more == 1 ? one : many): \(digits(listed)) of \(digits(all)) "
      + "are listed"
  }

  static func bytes(_ number: some BinaryInteger) -> String { text(number, "byte", "bytes") }
  static func entries(_ number: some BinaryInteger) -> String { text(number, "entry", "entries") }
}
