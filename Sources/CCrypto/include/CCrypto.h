#ifndef URUMI_CCRYPTO_H
#define URUMI_CCRYPTO_H

#include <openssl/sha.h>

#endif
