#include "reference_impl/secrets.hpp"

#include <openssl/crypto.h>

namespace pitboss::reference {

bool same_secret(std::string_view given, std::string_view right) {
  return given.size() == right.size() && CRYPTO_memcmp(given.data(), right.data(), right.size()) == 0;
}

}  // namespace pitboss::reference
