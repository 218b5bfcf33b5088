#if CANARIES
  internal import Glibc
#endif

/// Deliberate bugs in builds with `-DCANARIES`, one at a time: the one named by
/// `$POINTSLEDGER_CANARY`. `tools/torture --canaries` checks that the campaign finds each of them.
///
/// In all other builds the compiler knows that `isPlanted` is false, and leaves the bugs out.
package enum Canary: String {
  // Bugs that the first attack found.
  case earlyAnswer, recordedMalformation, lowDescriptors, fullForOne, openFilesCycle, pathAgain
  case uncheckedPlace, uncheckedLock, forkedHandle, checkedOnce, unaskedFault, uncheckedSummary
  case halfInit
  // Other bugs that a change might introduce.
  case skippedSync, skippedDirectorySync, uncheckedChecksum, staleIndex, splitGroup, doubledRetry

  #if CANARIES
    private static let planted: Canary? = unsafe getenv("POINTSLEDGER_CANARY").flatMap {
      unsafe Canary(rawValue: String(cString: $0))
    }
    package static func isPlanted(_ canary: Canary) -> Bool { planted == canary }
  #else
    @inlinable @inline(__always)
    package static func isPlanted(_ canary: Canary) -> Bool { false }
  #endif
}
