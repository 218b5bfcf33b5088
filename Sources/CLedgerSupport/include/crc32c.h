#pragma once

#include <stddef.h>
#include <stdint.h>

// CRC-32C (Castagnoli, reflected). Each function takes the checksum of what came before, 0 at the
// start, and gives the checksum with `length` bytes at `bytes` added.

/// By the fastest path that this processor has.
uint32_t ledger_crc32c(uint32_t crc, const void *bytes, size_t length);

// The paths one by one, so that tests can compare them. A path that this processor lacks gives what
// the table gives; the `has` functions say which are there (1) and which are not (0).

/// Eight tables, eight bytes a step; everywhere.
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
