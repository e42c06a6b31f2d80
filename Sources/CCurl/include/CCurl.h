#ifndef URUMI_CCURL_H
#define URUMI_CCURL_H

#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

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

/* Whether a connection was made at all, to tell a connect timeout from a slow answer. */
static inline int urumi_easy_get_connected(CURL *easy) {
    curl_off_t connected = 0;
    curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connected);
    return connected > 0;
}

/* Three probes unanswered, or data unacknowledged for 30 s, end a connection whose other side is gone. */
static inline int urumi_socket_options(void *context, curl_socket_t socket, curlsocktype purpose) {
    int probes = 3, milliseconds = 30000;
    (void)context;
    (void)purpose;
    setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
    setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);
    return CURL_SOCKOPT_OK;
}

static inline CURLcode urumi_easy_set_keepalive(CURL *easy) {
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, 15L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, 5L);
    return curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, urumi_socket_options);
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
