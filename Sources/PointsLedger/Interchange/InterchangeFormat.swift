/// The forms of a file of entries.
@nonexhaustive public enum InterchangeFormat: String, CaseIterable, Sendable {
  case csv
  /// JSON Lines.
  case jsonLines = "jsonl"
}
