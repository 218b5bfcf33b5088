/// Amounts as charts, for people.
enum Bar {
  private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  private static let levels: [Character] =
    Terminal.isUTF8
    ? ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] : ["1", "2", "3", "4", "5", "6", "7", "8"]
  private static let nothing: Character = Terminal.isUTF8 ? "·" : "."

  /// Stands where a chart was cut.
  static let ellipsis = Terminal.isUTF8 ? "…" : "..."

  /// A bar of at most `width` characters, the width of `most`; the smallest amount is visible.
  static func text(_ amount: Int64, of most: Int64, width: Int = 30) -> String {
    guard amount > 0, most > 0 else { return "" }
    guard Terminal.isUTF8 else {
      let count = Int(Int128(amount) * Int128(width) / Int128(most))
      return String(repeating: "#", count: min(max(1, count), width))
    }
    let count = max(1, Int(Int128(amount) * Int128(width * 8) / Int128(most)))
    let full = min(count / 8, width)
    let rest = count % 8
    let tip = rest > 0 && full < width ? String(eighths[rest - 1]) : ""
    return String(repeating: "█", count: full) + tip
  }

  /// A character for each amount, with a height in proportion; a dot for zero, a minus sign below.
  static func sparkline(_ amounts: [Int64]) -> String {
    let most = Int128(amounts.max() ?? 0)
    return String(
      amounts.map { amount -> Character in
        if amount < 0 { return "-" }
        if amount == 0 { return nothing }
        return levels[max(0, Int((Int128(amount) * 8 + most - 1) / most) - 1)]
      })
  }
}
