#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace pitboss::wire {

/// Whether `text` is a GUID as the wallet's X-Request-ID wants it: 8-4-4-4-12 hex digits, either case, any version.
bool is_guid(std::string_view text);

/// Whether `text` is an identifier of the wallet: 1 to 255 characters of `a-z A-Z 0-9 _ - .` (contract wallet, Fields).
bool is_wallet_id(std::string_view text);

/// Makes random GUIDs (RFC 4122, version 4) from a seed: the same seed gives the same sequence. Not safe across
/// threads.
class GuidGenerator {
 public:
  explicit GuidGenerator(std::uint64_t seed) : random_(seed) {}
  std::string next();

 private:
  std::mt19937_64 random_;
};

/// A GUID that no other run has: seeded by the operating system. Safe to call from any thread.
std::string fresh_guid();

}  // namespace pitboss::wire
