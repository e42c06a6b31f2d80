#ifndef CNCURSES_H
#define CNCURSES_H

#include <stddef.h>
#include <stdint.h>

/* Widths. */

/* The columns of a scalar in UTF-8, whatever the program's locale; -1 for what cannot be shown. */
int cn_wcwidth(uint32_t scalar);

/* Sets LC_CTYPE for the process from the environment; from "C" it goes to C.UTF-8 where there is one.
   Returns 1 when characters are UTF-8 then. */
int cn_set_locale(void);

/* Wakes: a descriptor that any thread, and a signal handler, can make readable. */

int cn_wake_open(void);
void cn_wake_close(int fd);
void cn_wake_signal(int fd);
void cn_wake_drain(int fd);

/* The terminal database. */

/* 1: known and able to place the cursor; 0: unknown; -1: not able. */
int cn_terminfo_probe(const char *name, int *colors, int *direct);

/* Copies a string capability of the open terminal; returns its length, 0 when there is none. */
size_t cn_terminfo_string(const char *capability, char *out, size_t capacity);

/* The screen. All of these belong to one thread. */

/* Opens curses on descriptors 0 and 1; 0, or the errno of what failed (EBUSY when open already). Until it is closed
   what goes to a standard error that is a terminal is appended to the file error_log, unless that is NULL. */
int cn_screen_open(const char *name, const char *error_log);
void cn_screen_close(void);
void cn_screen_suspend(void);
void cn_screen_resume(void);
void cn_screen_size(int *width, int *height);
/* Reads the size from the terminal and makes curses have it; the next update paints everything. */
void cn_screen_resize(int *width, int *height);
void cn_screen_repaint(void);
/* A pair of these colours (-1 is the terminal's own), made when first asked for. */
int cn_screen_pair(int foreground, int background);
/* How many colours curses can name: 0 without colour. */
int cn_screen_colors(void);
void cn_screen_background(uint32_t attributes, int pair);
void cn_screen_put(int y, int x, const uint32_t *scalars, int count, uint32_t attributes, int pair);
void cn_screen_cursor(int y, int x, int visible);
void cn_screen_update(void);
void cn_screen_bell(void);

enum { CN_BOLD = 1, CN_UNDERLINE = 2, CN_REVERSE = 4, CN_DIM = 8 };

/* Writes bytes to the terminal past curses, all of them; 0 or errno. */
int cn_write(const char *bytes, size_t count);

/* Restoring. */

/* What puts the terminal back besides curses' own strings: the modes that the program turned on. */
void cn_restore_modes(const char *bytes, size_t count);
/* Puts the terminal back, once; safe in a signal handler, from any thread, at exit. */
void cn_restore(void);

/* Signals. */

/* Catches INT, TERM, HUP, QUIT, WINCH, CONT and TSTP for cn_signals_take, and crashes so as to restore the
   terminal first. Returns the descriptor that becomes readable. */
int cn_signals_open(void);
void cn_signals_close(void);
/* The signals since the last call, as bits (1 << number). */
uint64_t cn_signals_take(void);
/* Stops the process group as Ctrl-Z would; returns once continued. */
void cn_signals_stop(void);

#endif
