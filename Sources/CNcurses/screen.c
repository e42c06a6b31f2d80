#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_NOMACROS 1
#define NCURSES_WIDECHAR 1
#include "CNcurses.h"
#include "screen.h"

#include <errno.h>
#include <ncurses.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
static int colors;

int cn_terminfo_probe(const char *name, int *count, int *direct) {
    int error = 0;
    if (setupterm(name, STDOUT_FILENO, &error) == ERR) return error == 1 ? -1 : 0;
    char *move = tigetstr("cup");
    int able = move && move != (char *)-1;
    *count = tigetnum("colors");
    *direct = tigetflag("RGB") > 0 || tigetnum("RGB") > 0;
    del_curterm(cur_term);
    return able ? 1 : -1;
}

size_t cn_terminfo_string(const char *capability, char *out, size_t capacity) {
    char *value = tigetstr(capability);
    if (!value || value == (char *)-1) return 0;
    size_t length = strlen(value);
    if (length >= capacity) return 0;
    memcpy(out, value, length + 1);
    return length;
}

/* A capability's bytes without its padding, which is written $<...>. */
static size_t append(char *out, size_t used, size_t capacity, const char *capability) {
    char *value = tigetstr(capability);
    if (!value || value == (char *)-1) return used;
    for (; *value && used + 1 < capacity; value++) {
        if (value[0] == '$' && value[1] == '<') {
            char *end = strchr(value, '>');
            if (end) {
                value = end;
                continue;
            }
        }
        out[used++] = *value;
    }
    return used;
}

static void arm(void) {
    char strings[512];
    size_t used = 0;
    used = append(strings, used, sizeof strings, "sgr0");
    used = append(strings, used, sizeof strings, "op");
    used = append(strings, used, sizeof strings, "cnorm");
    used = append(strings, used, sizeof strings, "rmcup");
    cn_terminal_arm(strings, used);
}

int cn_screen_open(const char *name, const char *error_log) {
    if (screen) return EBUSY;
    int error = cn_terminal_save();
    if (error) return error;
    use_env(FALSE);
    use_tioctl(TRUE);
    errno = 0;
    screen = newterm(name, stdout, stdin);
    if (!screen) return errno ? errno : ENOTTY;
    cn_terminal_divert(error_log);
    arm();
    typeahead(-1);
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    idlok(stdscr, FALSE);
    idcok(stdscr, FALSE);
    leaveok(stdscr, TRUE);
    curs_set(0);
    colors = 0;
    if (has_colors() && start_color() == OK) {
        use_default_colors();
        colors = COLORS;
    }
    return 0;
}

void cn_screen_close(void) {
    if (!screen) return;
    curs_set(1);
    endwin();
    cn_terminal_disarm();
    delscreen(screen);
    screen = NULL;
}

void cn_screen_suspend(void) {
    curs_set(1);
    endwin();
    cn_terminal_disarm();
}

void cn_screen_resume(void) {
    cn_terminal_save();
    arm();
    reset_prog_mode();
    curs_set(0);
    clearok(curscr, TRUE);
    wnoutrefresh(stdscr);
}

void cn_screen_size(int *width, int *height) {
    *width = getmaxx(stdscr);
    *height = getmaxy(stdscr);
}

void cn_screen_resize(int *width, int *height) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0)
        resize_term(size.ws_row, size.ws_col);
    clearok(curscr, TRUE);
    cn_screen_size(width, height);
}

void cn_screen_repaint(void) { clearok(curscr, TRUE); }

int cn_screen_colors(void) { return colors; }

int cn_screen_pair(int foreground, int background) {
    if (!colors) return 0;
    int pair = alloc_pair(foreground, background);
    return pair < 0 ? 0 : pair;
}

static attr_t translate(uint32_t attributes) {
    attr_t result = A_NORMAL;
    if (attributes & CN_BOLD) result |= A_BOLD;
    if (attributes & CN_UNDERLINE) result |= A_UNDERLINE;
    if (attributes & CN_REVERSE) result |= A_REVERSE;
    if (attributes & CN_DIM) result |= A_DIM;
    return result;
}

void cn_screen_background(uint32_t attributes, int pair) {
    cchar_t blank;
    if (setcchar(&blank, L" ", translate(attributes), 0, &pair) == OK) wbkgrndset(stdscr, &blank);
}

void cn_screen_put(int y, int x, const uint32_t *scalars, int count, uint32_t attributes, int pair) {
    wchar_t text[CCHARW_MAX + 1];
    if (count > CCHARW_MAX) count = CCHARW_MAX;
    for (int i = 0; i < count; i++) text[i] = (wchar_t)scalars[i];
    text[count] = 0;
    cchar_t cell;
    if (setcchar(&cell, text, translate(attributes), 0, &pair) == ERR) {
        text[1] = 0;
        if (setcchar(&cell, text, translate(attributes), 0, &pair) == ERR)
            setcchar(&cell, L"?", translate(attributes), 0, &pair);
    }
    if (wmove(stdscr, y, x) == OK) wadd_wchnstr(stdscr, &cell, 1);
}

void cn_screen_cursor(int y, int x, int visible) {
    leaveok(stdscr, visible ? FALSE : TRUE);
    if (visible) wmove(stdscr, y, x);
    curs_set(visible);
}

void cn_screen_update(void) {
    wnoutrefresh(stdscr);
    doupdate();
}

void cn_screen_bell(void) { beep(); }

int cn_write(const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, count);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        } else if (written < 0 && errno == EAGAIN) {
            struct pollfd wait = {.fd = STDOUT_FILENO, .events = POLLOUT};
            if (poll(&wait, 1, -1) < 0 && errno != EINTR) return errno;
            if (wait.revents & (POLLERR | POLLHUP)) return EIO;
        } else if (written < 0 && errno != EINTR) {
            return errno;
        }
    }
    return 0;
}
