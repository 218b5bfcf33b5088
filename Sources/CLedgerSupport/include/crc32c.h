#pragma once

#include <stddef.h>
#include <stdint.h>

// CRC-32C (Castagnoli, reflected). Each function takes the checksum of the bytes before, 0 at the
// start, and returns the checksum including the `length` bytes at `bytes`.

/// Uses the fastest path of this processor.
uint32_t ledger_crc32c(uint32_t crc, const void *bytes, size_t length);

// The single paths, so that tests can compare them. A path that this processor lacks returns the
// result of the table. The `has` functions return 1 if a path is available, else 0.

/// Eight tables, eight bytes per step; available everywhere.
uint32_t ledger_crc32c_table(uint32_t crc, const void *bytes, size_t length);
/// The CRC32 instruction of SSE4.2.
uint32_t ledger_crc32c_sse42(uint32_t crc, const void *bytes, size_t length);
/// The same in three streams, joined by carry-less multiplication.
uint32_t ledger_crc32c_pclmul(uint32_t crc, const void *bytes, size_t length);
/// The CRC instructions of ARMv8.
uint32_t ledger_crc32c_armv8(uint32_t crc, const void *bytes, size_t length);

int ledger_crc32c_has_sse42(void);
int ledger_crc32c_has_pclmul(void);
int ledger_crc32c_has_armv8(void);
