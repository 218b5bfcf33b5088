/// How entries are written in a file.
@nonexhaustive public enum InterchangeFormat: String, CaseIterable, Sendable {
  case csv
  /// JSON Lines.
  case jsonLines = "jsonl"
}
