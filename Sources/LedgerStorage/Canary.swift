#if CANARIES
  internal import Glibc
#endif

/// Bugs that a build with `-DCANARIES` can have on purpose, one at a time: the one that
/// `$POINTSLEDGER_CANARY` names. `tools/torture --canaries` sees whether the campaign finds each.
///
/// In all other builds `isPlanted` is false for the compiler, which leaves the bugs out.
package enum Canary: String {
  // As they were found by the first attack.
  case earlyAnswer, recordedMalformation, lowDescriptors, fullForOne, openFilesCycle, pathAgain
  case uncheckedPlace, uncheckedLock, forkedHandle, checkedOnce, unaskedFault, uncheckedSummary
  case halfInit
  // Others that a change might bring.
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
