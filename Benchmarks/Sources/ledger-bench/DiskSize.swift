/// The disk space of a side, in bytes.
struct DiskSize {
  /// The entries and their texts.
  var history = 0
  /// Data derived from the entries, or used to find them: state, lots, indexes.
  var indexes = 0
  /// Everything else.
  var rest = 0

  var total: Int { history + indexes + rest }
}
