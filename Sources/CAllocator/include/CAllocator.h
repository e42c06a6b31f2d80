#ifndef URUMI_CALLOCATOR_H
#define URUMI_CALLOCATOR_H

#include <malloc.h>

/// Lets glibc keep less of what was freed: by default each thread gets an arena of its own, and what a large
/// list took to decode stays with the process. Call it before any other thread starts.
static inline void urumi_allocator_keep_little(void) {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, 64 * 1024);
    mallopt(M_TRIM_THRESHOLD, 64 * 1024);
}

#endif
