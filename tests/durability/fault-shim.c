/*
 * Faults of a disk, for tests: preloaded (LD_PRELOAD) into a process whose files it makes fail, slow or lost. Linux only.
 *
 * FAULTS_FILES    part of the path of the files it is about
 * FAULTS_CONTROL  a file of 32-bit numbers in the order of `enum`, mapped here and written by the test while the process runs
 * FAULTS_DURABLE  a folder: at each sync the whole file is copied there, under its own name. After a kill only these copies
 *                 are what a power loss would have left, when nothing is written that was not synced.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* fault-shim.ts names them in the same order. */
enum { SYNC_ERRNO, SYNCS_TO_FAIL, WRITE_ERRNO, WRITES_TO_FAIL, SYNC_DELAY_MS, KILL_AT_CALL, SYNCS, WRITES, FAILED, FIELDS };

static volatile int32_t *control;
static const char *wanted;
static const char *durable;

static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void start(void) {
  wanted = getenv("FAULTS_FILES");
  durable = getenv("FAULTS_DURABLE");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  const char *file = getenv("FAULTS_CONTROL");
  int fd = file == NULL ? -1 : open(file, O_RDWR | O_CLOEXEC);
  if (fd == -1) return;
  void *mapped = mmap(NULL, FIELDS * sizeof(int32_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapped != MAP_FAILED) control = mapped;
  close(fd);
}

static int concerns(int fd, char path[PATH_MAX]) {
  if (control == NULL || wanted == NULL) return 0;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strstr(path, wanted) != NULL;
}

/* Counts one down; a negative number fails for ever. */
static int fails(int which) {
  int32_t left = control[which];
  if (left == 0) return 0;
  if (left > 0) __sync_fetch_and_sub(&control[which], 1);
  __sync_fetch_and_add(&control[FAILED], 1);
  return 1;
}

static void kill_at(void) {
  if (control[KILL_AT_CALL] == control[SYNCS] + control[WRITES]) kill(getpid(), SIGKILL);
}

/* Beside the copy and then renamed: a kill in between leaves the copy before. */
static void copy_durable(int fd, const char *path) {
  char target[2 * PATH_MAX], fresh[2 * PATH_MAX + 16], bytes[65536];
  snprintf(target, sizeof target, "%s/%s", durable, strrchr(path, '/') + 1);
  snprintf(fresh, sizeof fresh, "%s.copying", target);
  int to = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (to == -1) abort();
  off64_t at = 0;
  for (ssize_t got; (got = pread64(fd, bytes, sizeof bytes, at)) != 0; at += got) {
    if (got < 0 || write(to, bytes, got) != got) abort();
  }
  if (close(to) == -1 || rename(fresh, target) == -1) abort();
}

static int sync_with(int (*real)(int), int fd) {
  char path[PATH_MAX];
  if (!concerns(fd, path)) return real(fd);
  __sync_fetch_and_add(&control[SYNCS], 1);
  kill_at();
  if (control[SYNC_DELAY_MS] > 0) {
    struct timespec pause = {control[SYNC_DELAY_MS] / 1000, control[SYNC_DELAY_MS] % 1000 * 1000000L};
    nanosleep(&pause, NULL);
  }
  if (fails(SYNCS_TO_FAIL)) {
    errno = control[SYNC_ERRNO];
    return -1;
  }
  int result = real(fd);
  if (result == 0 && durable != NULL) copy_durable(fd, path);
  return result;
}

int fsync(int fd) { return sync_with(real_fsync, fd); }
int fdatasync(int fd) { return sync_with(real_fdatasync, fd); }

static ssize_t write_at(int fd, const void *bytes, size_t size, off64_t offset) {
  char path[PATH_MAX];
  if (concerns(fd, path)) {
    __sync_fetch_and_add(&control[WRITES], 1);
    kill_at();
    if (fails(WRITES_TO_FAIL)) {
      errno = control[WRITE_ERRNO];
      return -1;
    }
  }
  return real_pwrite(fd, bytes, size, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset) { return write_at(fd, bytes, size, offset); }
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset) { return write_at(fd, bytes, size, offset); }
