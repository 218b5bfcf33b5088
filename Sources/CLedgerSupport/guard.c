#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "guard.h"

#if defined(__linux__)

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

// A ledger has at most some sixty runs.
#define SLOTS 4096

// The data that the handler reads while other threads write. `turn` is odd while a slot changes,
// and differs after each change. A reader that finds the same even value before and after has read
// consistent data.
typedef struct {
  _Atomic(uint32_t) turn;
  _Atomic(uint32_t) is_lost;
  _Atomic(uintptr_t) start;
  _Atomic(uintptr_t) end;
} slot;

static slot slots[SLOTS];
// No slot from here on was ever used.
static _Atomic(int) used;
static _Atomic(uint32_t) losses;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int is_installed;
static uintptr_t page_bytes;
static struct sigaction before;

// Calls only what is safe in a signal handler.
static int replace(slot *range, uintptr_t address, uintptr_t end) {
  // The mark is set first: a thread that reads zeros sees it afterwards.
  atomic_store(&range->is_lost, 1);
  atomic_fetch_add(&losses, 1);
  uintptr_t from = address & ~(page_bytes - 1);
  uintptr_t to = (end + page_bytes - 1) & ~(page_bytes - 1);
  // This replaces everything up to the end too: it is most likely gone as well, and a range that is
  // lost in part is not used.
  long result = syscall(SYS_mmap, from, to - from, PROT_READ,
                        MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0L);
  return result == (long)from;
}

static int is_saved(uintptr_t address) {
  int count = atomic_load(&used);
  for (int index = 0; index < count; index++) {
    slot *range = &slots[index];
    uint32_t turn = atomic_load(&range->turn);
    if (turn & 1) continue;
    uintptr_t start = atomic_load(&range->start);
    uintptr_t end = atomic_load(&range->end);
    if (address < start || address >= end) continue;
    // The range does not change while a thread reads from it.
    if (atomic_load(&range->turn) != turn) continue;
    return replace(range, address, end);
  }
  return 0;
}

static void hand_on(int signal, siginfo_t *info, void *context, int is_fault) {
  if (before.sa_flags & SA_SIGINFO) {
    before.sa_sigaction(signal, info, context);
  } else if (before.sa_handler == SIG_IGN && !is_fault) {
    // Another process sent the signal. A fault cannot be ignored.
  } else if (before.sa_handler == SIG_DFL || before.sa_handler == SIG_IGN) {
    struct sigaction by_default = {.sa_handler = SIG_DFL};
    sigemptyset(&by_default.sa_mask);
    sigaction(signal, &by_default, NULL);
    // A fault recurs by itself.
    if (!is_fault) raise(signal);
  } else {
    before.sa_handler(signal);
  }
}

static void handle(int signal, siginfo_t *info, void *context) {
  int number = errno;
  // BUS_MCEERR_AO reports memory that no thread has accessed yet: it is no fault, and its address
  // is not that of one.
  int is_fault = info->si_code == BUS_ADRERR || info->si_code == BUS_MCEERR_AR;
  if (!is_fault || !is_saved((uintptr_t)info->si_addr)) {
    hand_on(signal, info, context, is_fault);
  }
  errno = number;
}

static int install(void) {
  if (is_installed) return 1;
  long size = sysconf(_SC_PAGESIZE);
  if (size <= 0 || sigaction(SIGBUS, NULL, &before) != 0) return 0;
  page_bytes = (uintptr_t)size;
  // Runs on the thread's signal stack, if it has one, as hosts with other runtimes require.
  struct sigaction ours = {.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
  ours.sa_sigaction = handle;
  ours.sa_mask = before.sa_mask;
  is_installed = sigaction(SIGBUS, &ours, NULL) == 0;
  return is_installed;
}

// A child of fork must not find the lock held by a thread that it does not have.
static void hold_lock(void) { pthread_mutex_lock(&lock); }
static void let_lock_go(void) { pthread_mutex_unlock(&lock); }

__attribute__((constructor)) static void watch_forks(void) {
  (void)pthread_atfork(hold_lock, let_lock_go, let_lock_go);
}

int ledger_guard(const void *start, size_t length) {
  int found = -1;
  pthread_mutex_lock(&lock);
  if (install()) {
    for (int index = 0; index < SLOTS && found < 0; index++) {
      if (atomic_load(&slots[index].end) == 0) found = index;
    }
  }
  if (found >= 0) {
    slot *range = &slots[found];
    atomic_fetch_add(&range->turn, 1);
    atomic_store(&range->is_lost, 0);
    atomic_store(&range->start, (uintptr_t)start);
    atomic_store(&range->end, (uintptr_t)start + length);
    atomic_fetch_add(&range->turn, 1);
    if (found >= atomic_load(&used)) atomic_store(&used, found + 1);
  }
  pthread_mutex_unlock(&lock);
  return found;
}

void ledger_unguard(int index) {
  if (index < 0 || index >= SLOTS) return;
  pthread_mutex_lock(&lock);
  slot *range = &slots[index];
  atomic_fetch_add(&range->turn, 1);
  atomic_store(&range->start, 0);
  atomic_store(&range->end, 0);
  atomic_fetch_add(&range->turn, 1);
  pthread_mutex_unlock(&lock);
}

// The fence comes after all reads of the range: none of the caller's loads may move behind it.
int ledger_is_lost(int index) {
  atomic_thread_fence(memory_order_acquire);
  return index >= 0 && index < SLOTS && atomic_load(&slots[index].is_lost) != 0;
}

uint32_t ledger_loss_count(void) {
  atomic_thread_fence(memory_order_acquire);
  return atomic_load_explicit(&losses, memory_order_acquire);
}

void ledger_accept_guard(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGBUS);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

#else

int ledger_guard(const void *start, size_t length) {
  (void)start;
  (void)length;
  return -1;
}

void ledger_unguard(int slot) { (void)slot; }

int ledger_is_lost(int slot) {
  (void)slot;
  return 0;
}

uint32_t ledger_loss_count(void) { return 0; }

void ledger_accept_guard(void) {}

#endif
