#define _GNU_SOURCE
#include "CNcurses.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGCONT, SIGTSTP};
static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
enum { CAUGHT = sizeof caught / sizeof *caught, CRASHES = sizeof crashes / sizeof *crashes };

static struct sigaction caught_before[CAUGHT], crashes_before[CRASHES];
static _Atomic uint64_t pending;
static int wake = -1;

static int ends(int signal) {
    return signal == SIGINT || signal == SIGTERM || signal == SIGHUP || signal == SIGQUIT;
}

/* A signal to end that finds an earlier one still waiting does not wait for a program that is stuck. */
static void on_signal(int signal) {
    int before = errno;
    uint64_t bit = UINT64_C(1) << signal;
    if (atomic_fetch_or(&pending, bit) & bit && ends(signal)) {
        cn_restore();
        struct sigaction plain = {.sa_handler = SIG_DFL};
        sigaction(signal, &plain, NULL);
        raise(signal);
    }
    cn_wake_signal(wake);
    errno = before;
}

/* Swift's own handler asks questions on a terminal, and waits for the answer, so that it's passed over unless the
   user wants it. */
static int traces;

static void on_crash(int signal) {
    cn_restore();
    struct sigaction next = {.sa_handler = SIG_DFL};
    for (unsigned i = 0; i < CRASHES; i++)
        if (traces && crashes[i] == signal) next = crashes_before[i];
    if (!traces) {
        static const char text[] =
            "\nThe program crashed; the terminal is restored. "
            "Set SWIFT_BACKTRACE=enable=yes and do the same again to see where.\n";
        ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
        (void)written;
    }
    sigaction(signal, &next, NULL);
    raise(signal);
}

/* A crash for want of stack needs another one to be handled on. */
static int stack_given;

static void give_stack(void) {
    static char stack[32768];
    stack_t old, mine = {.ss_sp = stack, .ss_size = sizeof stack};
    stack_given = sigaltstack(NULL, &old) == 0 && (old.ss_flags & SS_DISABLE) && sigaltstack(&mine, NULL) == 0;
}

static void take_stack(void) {
    if (!stack_given) return;
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
}

int cn_signals_open(void) {
    if (wake < 0) wake = cn_wake_open();
    atomic_store(&pending, 0);
    give_stack();
    traces = getenv("SWIFT_BACKTRACE") != NULL;
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (unsigned i = 0; i < CAUGHT; i++) sigaction(caught[i], &action, &caught_before[i]);
    struct sigaction crash = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};
    sigemptyset(&crash.sa_mask);
    for (unsigned i = 0; i < CRASHES; i++) sigaction(crashes[i], &crash, &crashes_before[i]);
    return wake;
}

void cn_signals_close(void) {
    for (unsigned i = 0; i < CAUGHT; i++) sigaction(caught[i], &caught_before[i], NULL);
    for (unsigned i = 0; i < CRASHES; i++) sigaction(crashes[i], &crashes_before[i], NULL);
    take_stack();
}

uint64_t cn_signals_take(void) {
    cn_wake_drain(wake);
    return atomic_exchange(&pending, 0);
}

void cn_signals_stop(void) {
    struct sigaction mine, other = {.sa_handler = SIG_IGN};
    sigemptyset(&other.sa_mask);
    sigaction(SIGTSTP, &other, &mine);
    kill(0, SIGTSTP);
    other.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &other, NULL);
    /* A thread of libdispatch blocks all signals, on which the stop would only wait. */
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &stop, &before);
    pthread_kill(pthread_self(), SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    sigaction(SIGTSTP, &mine, NULL);
    atomic_fetch_and(&pending, ~(UINT64_C(1) << SIGCONT));
}
