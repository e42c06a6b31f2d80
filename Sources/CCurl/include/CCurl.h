#ifndef URUMI_CCURL_H
#define URUMI_CCURL_H

#include <curl/curl.h>

// Swift imports no variadic functions: each kind of argument gets a function of its own.

static inline CURLcode urumi_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode urumi_easy_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode urumi_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode urumi_easy_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode urumi_easy_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

/* libcurl copies the bytes (CURL_BLOB_COPY), so they need to live for the call only. */
static inline CURLcode urumi_easy_set_blob(CURL *easy, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob = {.data = (void *)bytes, .len = count, .flags = CURL_BLOB_COPY};
    return curl_easy_setopt(easy, option, &blob);
}

typedef size_t (*urumi_data_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode urumi_easy_set_callback(CURL *easy, CURLoption option, urumi_data_callback callback) {
    return curl_easy_setopt(easy, option, callback);
}

static inline long urumi_easy_get_long(CURL *easy, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}

static inline CURLMcode urumi_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/* The next finished transfer and its result, or NULL: CURLMsg holds a union that Swift reads badly. */
static inline CURL *urumi_multi_next_done(CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

#endif
