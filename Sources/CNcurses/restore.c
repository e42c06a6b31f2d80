#define _GNU_SOURCE
#include "CNcurses.h"
#include "screen.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct termios saved;
static char strings[512], modes[256];
static size_t strings_count;
static _Atomic size_t modes_count;
static atomic_int armed;
static int diverted = -1, standard_error = -1;

void cn_terminal_divert(const char *file) {
    if (diverted >= 0) close(diverted);
    diverted = -1;
    if (!file || !isatty(STDERR_FILENO)) return;
    diverted = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (standard_error < 0) standard_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
}

static void divert(void) {
    if (diverted >= 0 && standard_error >= 0) dup2(diverted, STDERR_FILENO);
}

static void undivert(void) {
    if (diverted >= 0 && standard_error >= 0) dup2(standard_error, STDERR_FILENO);
}

int cn_terminal_save(void) {
    if (tcgetattr(STDIN_FILENO, &saved) < 0) return errno;
    static int registered;
    if (!registered) {
        registered = 1;
        atexit(cn_restore);
    }
    return 0;
}

void cn_terminal_arm(const char *bytes, size_t count) {
    if (count > sizeof strings) count = sizeof strings;
    memcpy(strings, bytes, count);
    strings_count = count;
    divert();
    atomic_store(&armed, 1);
}

void cn_terminal_disarm(void) {
    if (!atomic_exchange(&armed, 0)) return;
    undivert();
    tcsetattr(STDIN_FILENO, TCSANOW, &saved);
}

void cn_restore_modes(const char *bytes, size_t count) {
    if (count > sizeof modes) count = sizeof modes;
    atomic_store(&modes_count, 0);
    memcpy(modes, bytes, count);
    atomic_store(&modes_count, count);
}

static void write_some(const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        bytes += written;
        count -= (size_t)written;
    }
}

void cn_restore(void) {
    if (!atomic_exchange(&armed, 0)) return;
    int before = errno;
    /* Out of the foreground, changing the terminal would stop the process. */
    sigset_t block, old;
    sigemptyset(&block);
    sigaddset(&block, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &block, &old);
    write_some(modes, atomic_load(&modes_count));
    write_some(strings, strings_count);
    tcsetattr(STDIN_FILENO, TCSANOW, &saved);
    undivert();
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    errno = before;
}
