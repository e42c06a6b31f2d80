#ifndef CNCURSES_H
#define CNCURSES_H

#include <stdint.h>

/* The columns of a scalar in UTF-8, whatever the program's locale; -1 for what cannot be shown. */
int cn_wcwidth(uint32_t scalar);

/* A descriptor that any thread can make readable. */
int cn_wake_open(void);
void cn_wake_close(int fd);
void cn_wake_signal(int fd);
void cn_wake_drain(int fd);

#endif
