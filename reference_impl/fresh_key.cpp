#include "reference_impl/fresh_key.hpp"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

#include "schemas/wire/encoding.hpp"

namespace pitboss::reference {

std::string fresh_key() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("no random numbers to be had");
  return wire::to_hex(bytes);
}

}  // namespace pitboss::reference
