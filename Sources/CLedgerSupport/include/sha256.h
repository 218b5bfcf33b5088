#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// SHA-256 (FIPS 180-4). Every call uses the fastest path of this processor.

/// A hash in progress. It is plain bytes: it may be copied at any time, to continue twice from the
/// same point.
typedef struct ledger_sha256_state {
  uint32_t words[8];  ///< the intermediate hash value, H(0) to H(7)
  uint64_t length;    ///< bytes so far
  uint8_t block[64];  ///< the first `length % 64` bytes are input that fills no block yet
} ledger_sha256_state;

/// Starts a hash of no bytes.
void ledger_sha256_init(ledger_sha256_state *state);

/// Appends `length` bytes; the whole message is shorter than 2^61 bytes.
void ledger_sha256_update(ledger_sha256_state *state, const void *bytes, size_t length);

/// Writes the 32 bytes of the digest. The state must not be used afterwards.
void ledger_sha256_final(ledger_sha256_state *state, void *digest);

/// Hashes one message, and writes 32 bytes at `digest`.
void ledger_sha256(const void *bytes, size_t length, void *digest);

/// Hashes `count` messages of any lengths at once. It is fastest if all are about equally short,
/// since many run side by side. Writes 32 bytes for each, one after the other, at `digests`.
/// `prefix` is a byte, 0 to 255, that precedes every message, or -1 for none. An empty message may
/// be at NULL.
///
/// `digests` may overlap the messages if the digest of each lies wholly before the end of that
/// message, and messages are in the order of their addresses: so a level of a tree may overwrite
/// the one below.
void ledger_sha256_batch(const void *const *messages, const size_t *lengths, size_t count,
                         int prefix, void *digests);

/// The implementations, slowest first.
typedef enum ledger_sha256_path {
  LEDGER_SHA256_PORTABLE = 0,  ///< plain C
  LEDGER_SHA256_NATIVE = 1,    ///< the processor's own SHA-256 instructions (x86, ARMv8)
  LEDGER_SHA256_WIDE = 2,      ///< sixteen messages side by side with AVX-512
} ledger_sha256_path;

/// Whether this processor supports a path: 1 or 0.
int ledger_sha256_has(ledger_sha256_path path);

/// `ledger_sha256_batch` on paths no faster than `path`, for comparisons. Work that a path cannot
/// do is done by the next slower one that this processor supports.
void ledger_sha256_batch_on(ledger_sha256_path path, const void *const *messages,
                            const size_t *lengths, size_t count, int prefix, void *digests);

#ifdef __cplusplus
}
#endif
