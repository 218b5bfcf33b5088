// Stands between a program and the calls that it makes below one directory (LD_PRELOAD): it counts
// them, makes one of them fail, slows syncs down, and records what a disk would see.
//
// TORTURE_DIR        the directory, absolute, without symbolic links; other calls pass through
// TORTURE_KINDS      the kinds of calls that count, separated by commas; all by default
// TORTURE_NAMES      a part of the names of files whose calls count; all by default
// TORTURE_AT         the call (from 0) at which TORTURE_ACTION happens:
//   error:N            it fails with errno N
//   sticky:N           it and all later ones fail with errno N
//   for:N:COUNT        it and the next ones, COUNT in all, fail with errno N
//   short              half of a read or write is done
//   kill, halfkill     the process is killed before it, or in the middle of a write
//   stop               the process is stopped before it
// TORTURE_LIST       a file that gets a line for each call that counts: its kind and its path
// TORTURE_RECORD     a file that gets the changes of the directory, in order, and acknowledgements
// TORTURE_SYNC_DELAY the delay of each fdatasync and fsync in microseconds
//
// An open of /ACK/TEXT records an acknowledgement. Descriptors are named by /proc/self/fd, so it
// does not matter whether a call has a path or a directory's descriptor, and how that was opened.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum action { NONE, ERROR, STICKY, TIMES, SHORT, KILL, HALFKILL, STOP };
enum verdict { PASS, FAIL, HALVE, HALVE_AND_KILL };

static struct {
  const char *directory, *names;
  size_t length;
  char kinds[512];
  long at, times;
  enum action action;
  int error;
  unsigned delay;
  int list, record;
} plan = {.at = -1, .list = -1, .record = -1};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static long counter;

static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) abort();
  return found;
}
#define REAL(name) \
  static __typeof__(&name) next; \
  if (!next) next = (__typeof__(&name))real(#name)

static int output(const char *variable) {
  const char *path = getenv(variable);
  if (!path) return -1;
  int low = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  // A high number, so that the program gets the descriptors that it would have without the shim.
  int high = syscall(SYS_fcntl, low, F_DUPFD_CLOEXEC, 500);
  if (high < 0) return low;
  syscall(SYS_close, low);
  return high;
}

static void read_plan(void) {
  const char *text;
  if ((plan.directory = getenv("TORTURE_DIR"))) plan.length = strlen(plan.directory);
  plan.names = getenv("TORTURE_NAMES");
  if ((text = getenv("TORTURE_KINDS"))) snprintf(plan.kinds, sizeof plan.kinds, ",%s,", text);
  if ((text = getenv("TORTURE_AT"))) plan.at = atol(text);
  if ((text = getenv("TORTURE_SYNC_DELAY"))) plan.delay = (unsigned)atol(text);
  text = getenv("TORTURE_ACTION");
  if (!text) text = "";
  if (sscanf(text, "error:%d", &plan.error) == 1) plan.action = ERROR;
  else if (sscanf(text, "sticky:%d", &plan.error) == 1) plan.action = STICKY;
  else if (sscanf(text, "for:%d:%ld", &plan.error, &plan.times) == 2) plan.action = TIMES;
  else if (!strcmp(text, "short")) plan.action = SHORT;
  else if (!strcmp(text, "kill")) plan.action = KILL;
  else if (!strcmp(text, "halfkill")) plan.action = HALFKILL;
  else if (!strcmp(text, "stop")) plan.action = STOP;
  plan.list = output("TORTURE_LIST");
  plan.record = output("TORTURE_RECORD");
}

static void lock(void) {
  pthread_once(&once, read_plan);
  pthread_mutex_lock(&mutex);
}
static void unlock(void) {
  int kept = errno;
  pthread_mutex_unlock(&mutex);
  errno = kept;
}

// ---- Names

// The name of a descriptor's file; empty if it has none.
static void name_of(int descriptor, char *name) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  long length = syscall(SYS_readlinkat, AT_FDCWD, link, name, PATH_MAX - 1);
  name[length > 0 ? length : 0] = 0;
}

// The absolute name for the path in a call.
static void resolve(int directory, const char *path, char *name) {
  if (path && path[0] == '/') {
    snprintf(name, PATH_MAX, "%s", path);
    return;
  }
  if (directory == AT_FDCWD) {
    if (syscall(SYS_getcwd, name, PATH_MAX) <= 0) name[0] = 0;
  } else name_of(directory, name);
  while (path && path[0] == '.' && path[1] == '/') path += 2;
  if (!path || !*path || !strcmp(path, ".")) return;
  size_t length = strlen(name);
  snprintf(name + length, PATH_MAX - length, "/%s", path);
}

static int is_inside(const char *name) {
  return plan.directory && !strncmp(name, plan.directory, plan.length) &&
         (name[plan.length] == 0 || name[plan.length] == '/');
}

// ---- Faults

static void die(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

// Counts a call, with the mutex held, and decides about it; sets errno if it is to fail.
static enum verdict judge(const char *kind, const char *name) {
  if (!is_inside(name) || (plan.names && !strstr(name, plan.names))) return PASS;
  char padded[64];
  snprintf(padded, sizeof padded, ",%s,", kind);
  if (plan.kinds[0] && !strstr(plan.kinds, padded)) return PASS;
  long number = counter++;
  if (plan.list >= 0) {
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%s %s\n", kind, name);
    syscall(SYS_write, plan.list, line, length);
  }
  if (plan.at < 0 || number < plan.at) return PASS;
  long since = number - plan.at;
  int fails = plan.action == STICKY || (plan.action == ERROR && since == 0) ||
              (plan.action == TIMES && since < plan.times);
  if (fails) {
    errno = plan.error;
    return FAIL;
  }
  if (since > 0) return PASS;
  switch (plan.action) {
  case SHORT: return HALVE;
  case HALFKILL: return HALVE_AND_KILL;
  case KILL: die();
  case STOP: syscall(SYS_kill, getpid(), SIGSTOP);
  default: return PASS;
  }
}

// ---- The record

struct __attribute__((packed)) event {
  char kind;
  uint32_t thread, name, other;
  uint64_t offset, length;
};

// Writes an event, with the mutex held: the struct, both names, and `length` bytes if there are
// any.
static void note(char kind, const char *name, const char *other, uint64_t offset, uint64_t length,
                 const void *bytes) {
  if (plan.record < 0) return;
  struct event event = {kind, (uint32_t)syscall(SYS_gettid), (uint32_t)strlen(name),
                        other ? (uint32_t)strlen(other) : 0, offset, length};
  size_t size = sizeof event + event.name + event.other + (bytes ? length : 0), done = 0;
  char *buffer = malloc(size), *end = mempcpy(buffer, &event, sizeof event);
  end = mempcpy(end, name, event.name);
  if (other) end = mempcpy(end, other, event.other);
  if (bytes) memcpy(end, bytes, length);
  while (done < size) {
    long written = syscall(SYS_write, plan.record, buffer + done, size - done);
    if (written <= 0) break;
    done += (size_t)written;
  }
  free(buffer);
}
static void note_inside(char kind, const char *name, uint64_t offset, uint64_t length,
                        const void *bytes) {
  if (is_inside(name)) note(kind, name, 0, offset, length, bytes);
}

// ---- Calls with a path

// Most calls: judged under a name, made, and noted (if `event` is not 0) if they succeed.
#define JUDGED(kind, name, failure, event, call) \
  lock(); \
  if (judge(kind, name) == FAIL) { unlock(); return failure; } \
  __typeof__(failure) result = call; \
  int kept = errno; \
  if (event && result != failure) note_inside(event, name, 0, 0, 0); \
  errno = kept; \
  unlock(); \
  return result

static int opened(int directory, const char *path, int flags, mode_t mode) {
  REAL(openat);
  char name[PATH_MAX];
  lock();
  if (path && !strncmp(path, "/ACK/", 5)) {
    note('K', path + 5, 0, 0, 0, 0);
    unlock();
    errno = ENOENT;
    return -1;
  }
  resolve(directory, path, name);
  const char *kind = flags & O_CREAT ? "create" : flags & O_DIRECTORY ? "opendir" : "open";
  if (judge(kind, name) == FAIL) { unlock(); return -1; }
  struct stat before;
  int is_new = flags & O_CREAT && syscall(SYS_newfstatat, AT_FDCWD, name, &before, 0) != 0;
  int result = next(directory, path, flags, mode);
  if (result >= 0 && is_new) note_inside('C', name, 0, 0, 0);
  unlock();
  return result;
}
#define WITH_MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list rest; \
    va_start(rest, flags); \
    mode = va_arg(rest, mode_t); \
    va_end(rest); \
  }

int open(const char *path, int flags, ...) {
  WITH_MODE(flags)
  return opened(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  WITH_MODE(flags)
  return opened(AT_FDCWD, path, flags, mode);
}
int openat(int directory, const char *path, int flags, ...) {
  WITH_MODE(flags)
  return opened(directory, path, flags, mode);
}
int openat64(int directory, const char *path, int flags, ...) {
  WITH_MODE(flags)
  return opened(directory, path, flags, mode);
}

static int renamed(int from, const char *old, int to, const char *new, unsigned flags) {
  REAL(renameat2);
  char name[PATH_MAX], other[PATH_MAX];
  resolve(from, old, name);
  resolve(to, new, other);
  lock();
  if (judge("rename", name) == FAIL) { unlock(); return -1; }
  int result = next(from, old, to, new, flags);
  if (!result && is_inside(name)) note('R', name, other, 0, 0, 0);
  unlock();
  return result;
}
int rename(const char *old, const char *new) { return renamed(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int from, const char *old, int to, const char *new) {
  return renamed(from, old, to, new, 0);
}
int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
  return renamed(from, old, to, new, flags);
}

int unlinkat(int directory, const char *path, int flags) {
  REAL(unlinkat);
  char name[PATH_MAX];
  resolve(directory, path, name);
  JUDGED(flags & AT_REMOVEDIR ? "rmdir" : "unlink", name, -1, 'U', next(directory, path, flags));
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int directory, const char *path, mode_t mode) {
  REAL(mkdirat);
  char name[PATH_MAX];
  resolve(directory, path, name);
  JUDGED("mkdir", name, -1, 'M', next(directory, path, mode));
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int fstatat(int directory, const char *path, struct stat *status, int flags) {
  REAL(fstatat);
  char name[PATH_MAX];
  resolve(directory, path, name);
  JUDGED("stat", name, -1, 0, next(directory, path, status, flags));
}
int fstatat64(int directory, const char *path, struct stat64 *status, int flags) {
  return fstatat(directory, path, (struct stat *)status, flags);
}
int stat(const char *path, struct stat *status) { return fstatat(AT_FDCWD, path, status, 0); }
int stat64(const char *path, struct stat64 *status) { return stat(path, (struct stat *)status); }
int lstat(const char *path, struct stat *status) {
  return fstatat(AT_FDCWD, path, status, AT_SYMLINK_NOFOLLOW);
}
int lstat64(const char *path, struct stat64 *status) { return lstat(path, (struct stat *)status); }

DIR *opendir(const char *path) {
  REAL(opendir);
  char name[PATH_MAX];
  resolve(AT_FDCWD, path, name);
  JUDGED("opendir", name, (DIR *)NULL, 0, next(path));
}

// ---- Calls with a descriptor

int fstat(int descriptor, struct stat *status) {
  REAL(fstat);
  char name[PATH_MAX];
  name_of(descriptor, name);
  JUDGED("fstat", name, -1, 0, next(descriptor, status));
}
int fstat64(int descriptor, struct stat64 *status) {
  return fstat(descriptor, (struct stat *)status);
}

DIR *fdopendir(int descriptor) {
  REAL(fdopendir);
  char name[PATH_MAX];
  name_of(descriptor, name);
  JUDGED("list", name, (DIR *)NULL, 0, next(descriptor));
}
struct dirent *readdir(DIR *directory) {
  REAL(readdir);
  char name[PATH_MAX];
  name_of(dirfd(directory), name);
  JUDGED("readdir", name, (struct dirent *)NULL, 0, next(directory));
}
struct dirent64 *readdir64(DIR *directory) { return (struct dirent64 *)readdir(directory); }

ssize_t pread(int descriptor, void *buffer, size_t length, off_t offset) {
  REAL(pread);
  char name[PATH_MAX];
  name_of(descriptor, name);
  lock();
  enum verdict verdict = judge("pread", name);
  unlock();
  if (verdict == FAIL) return -1;
  return next(descriptor, buffer, verdict == PASS || length < 2 ? length : length / 2, offset);
}
ssize_t pread64(int descriptor, void *buffer, size_t length, off64_t offset) {
  return pread(descriptor, buffer, length, offset);
}

ssize_t pwrite(int descriptor, const void *buffer, size_t length, off_t offset) {
  REAL(pwrite);
  char name[PATH_MAX];
  name_of(descriptor, name);
  lock();
  enum verdict verdict = judge("pwrite", name);
  if (verdict == FAIL) { unlock(); return -1; }
  if (verdict != PASS && length > 1) length /= 2;
  if (verdict == HALVE_AND_KILL) {
    // A sector is written whole or not at all.
    off_t end = (offset + (off_t)length) / 512 * 512;
    if (end <= offset) die();
    length = (size_t)(end - offset);
  }
  ssize_t result = next(descriptor, buffer, length, offset);
  int kept = errno;
  if (result > 0) note_inside('W', name, offset, result, buffer);
  if (verdict == HALVE_AND_KILL) die();
  errno = kept;
  unlock();
  return result;
}
ssize_t pwrite64(int descriptor, const void *buffer, size_t length, off64_t offset) {
  return pwrite(descriptor, buffer, length, offset);
}

// The record has the beginning of a sync, 'B', and its successful end, 'S'. Other calls may come
// between them.
static int synced(const char *kind, int descriptor, int (*next)(int)) {
  char name[PATH_MAX];
  name_of(descriptor, name);
  lock();
  enum verdict verdict = judge(kind, name);
  if (verdict != FAIL) note_inside('B', name, 0, 0, 0);
  unlock();
  if (verdict == FAIL) return -1;
  if (plan.delay && is_inside(name)) usleep(plan.delay);
  int result = next(descriptor);
  lock();
  if (!result) note_inside('S', name, 0, 0, 0);
  unlock();
  return result;
}
int fsync(int descriptor) { REAL(fsync); return synced("fsync", descriptor, next); }
int fdatasync(int descriptor) { REAL(fdatasync); return synced("fdatasync", descriptor, next); }

int fallocate(int descriptor, int mode, off_t offset, off_t length) {
  REAL(fallocate);
  char name[PATH_MAX];
  name_of(descriptor, name);
  lock();
  if (judge("fallocate", name) == FAIL) { unlock(); return -1; }
  int result = next(descriptor, mode, offset, length);
  if (!result) note_inside('A', name, offset, length, 0);
  unlock();
  return result;
}
int fallocate64(int descriptor, int mode, off64_t offset, off64_t length) {
  return fallocate(descriptor, mode, offset, length);
}

int ftruncate(int descriptor, off_t length) {
  REAL(ftruncate);
  char name[PATH_MAX];
  name_of(descriptor, name);
  lock();
  if (judge("truncate", name) == FAIL) { unlock(); return -1; }
  int result = next(descriptor, length);
  if (!result) note_inside('T', name, length, 0, 0);
  unlock();
  return result;
}
int ftruncate64(int descriptor, off64_t length) { return ftruncate(descriptor, length); }

int close(int descriptor) {
  REAL(close);
  char name[PATH_MAX];
  name_of(descriptor, name);
  lock();
  // As in the system, the descriptor is gone even if this fails.
  enum verdict verdict = judge("close", name);
  int error = errno, result = next(descriptor);
  unlock();
  if (verdict != FAIL) return result;
  errno = error;
  return -1;
}

static int controlled(int descriptor, int command, void *argument) {
  REAL(fcntl);
  int is_lock = command == F_OFD_SETLK || command == F_OFD_GETLK || command == F_SETLK ||
                command == F_GETLK;
  int is_copy = command == F_DUPFD || command == F_DUPFD_CLOEXEC;
  if (is_lock || is_copy) {
    char name[PATH_MAX];
    name_of(descriptor, name);
    lock();
    enum verdict verdict = judge(is_lock ? "lock" : "copy", name);
    unlock();
    if (verdict == FAIL) return -1;
  }
  return next(descriptor, command, argument);
}
#define CONTROLLED \
  va_list rest; va_start(rest, command); void *argument = va_arg(rest, void *); va_end(rest); \
  return controlled(descriptor, command, argument)
int fcntl(int descriptor, int command, ...) { CONTROLLED; }
int fcntl64(int descriptor, int command, ...) { CONTROLLED; }

void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
  if (descriptor >= 0) {
    char name[PATH_MAX];
    name_of(descriptor, name);
    lock();
    enum verdict verdict = judge("mmap", name);
    unlock();
    if (verdict == FAIL) return MAP_FAILED;
  }
  return (void *)syscall(SYS_mmap, address, length, protection, flags, descriptor, offset);
}
void *mmap64(void *address, size_t length, int protection, int flags, int descriptor,
    off64_t offset) {
  return mmap(address, length, protection, flags, descriptor, offset);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *),
    void *context) {
  REAL(pthread_create);
  lock();
  enum verdict verdict = judge("thread", plan.directory ? plan.directory : "");
  unlock();
  return verdict == FAIL ? errno : next(thread, attributes, body, context);
}
