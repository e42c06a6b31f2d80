#ifndef CN_SCREEN_H
#define CN_SCREEN_H

#include <stddef.h>

/* For the module's own files: the terminal's saved state, which a crash handler needs. */
int cn_terminal_save(void);
/* Where standard error goes from arming to disarming; NULL leaves it alone. */
void cn_terminal_divert(const char *file);
void cn_terminal_arm(const char *strings, size_t count);
/* Puts back the line settings of before and stops guarding them. */
void cn_terminal_disarm(void);

#endif
