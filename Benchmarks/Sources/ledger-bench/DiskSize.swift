/// What a side takes on disk, in bytes.
struct DiskSize {
  /// The entries themselves, and their texts.
  var history = 0
  /// What is derived from them or finds them: state, lots, indexes.
  var indexes = 0
  /// Neither of them.
  var rest = 0

  var total: Int { history + indexes + rest }
}
