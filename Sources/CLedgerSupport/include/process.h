#pragma once

#include <stdint.h>

/// How often fork(2) was called on the way to this process, since the library was loaded.
extern uint32_t ledger_fork_count;

/// The same number as before in the same process, and another in a child of it.
static inline uint32_t ledger_process(void) {
  return __atomic_load_n(&ledger_fork_count, __ATOMIC_RELAXED);
}
