/* Preloaded into a node it moves the clock of the wall by LINTAS_OTHER_DAY days, and no other clock: what a movement is
   waited for weeks is then due. No system call is taken over but this one. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec* now) {
  const long failed = syscall(SYS_clock_gettime, clock, now);
  const char* days = getenv("LINTAS_OTHER_DAY");
  if (failed == 0 && clock == CLOCK_REALTIME && days != NULL) now->tv_sec += atol(days) * 86400;
  return (int)failed;
}
