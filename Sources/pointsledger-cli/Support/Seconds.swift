extension Duration {
  /// In seconds, with three decimals.
  var secondsText: String {
    let (seconds, attoseconds) = components
    let thousandths = String(1_000 + attoseconds / 1_000_000_000_000_000).dropFirst()
    return "\(seconds).\(thousandths)"
  }
}
