#define _GNU_SOURCE
#include "CNcurses.h"

#include <sys/eventfd.h>
#include <unistd.h>

int cn_wake_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void cn_wake_close(int fd) {
    if (fd >= 0) close(fd);
}

void cn_wake_signal(int fd) {
    uint64_t one = 1;
    ssize_t written = write(fd, &one, sizeof one);
    (void)written;
}

void cn_wake_drain(int fd) {
    uint64_t count;
    ssize_t taken = read(fd, &count, sizeof count);
    (void)taken;
}
