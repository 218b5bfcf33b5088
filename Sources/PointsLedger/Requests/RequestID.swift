/// What a client numbers its requests with: a JSON string or number, which its answer repeats.
package struct RequestID: Hashable, Sendable {
  /// JSON.
  package let bytes: [UInt8]
}
