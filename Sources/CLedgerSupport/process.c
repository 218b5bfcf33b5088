#include "process.h"

#include <pthread.h>

uint32_t ledger_fork_count = 0;

static void count_fork(void) { __atomic_add_fetch(&ledger_fork_count, 1, __ATOMIC_RELAXED); }

__attribute__((constructor)) static void watch_forks(void) {
  (void)pthread_atfork(NULL, NULL, count_fork);
}
