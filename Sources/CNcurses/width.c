#define _GNU_SOURCE
#include "CNcurses.h"

#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <string.h>
#include <wchar.h>

static locale_t utf8;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void find_utf8(void) {
    static const char *const names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8", ""};
    for (unsigned i = 0; i < sizeof names / sizeof *names && !utf8; i++)
        utf8 = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
}

int cn_wcwidth(uint32_t scalar) {
    pthread_once(&once, find_utf8);
    if (!utf8) return wcwidth((wchar_t)scalar);
    locale_t before = uselocale(utf8);
    int width = wcwidth((wchar_t)scalar);
    uselocale(before);
    return width;
}

int cn_set_locale(void) {
    const char *set = setlocale(LC_CTYPE, "");
    if (!set || !strcmp(set, "C") || !strcmp(set, "POSIX")) {
        if (!setlocale(LC_CTYPE, "C.UTF-8")) setlocale(LC_CTYPE, "C.utf8");
    }
    return !strcmp(nl_langinfo(CODESET), "UTF-8");
}
