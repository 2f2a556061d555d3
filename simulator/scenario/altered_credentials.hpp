#pragma once

#include <string>

namespace pitboss::scenario {

/// Some of the ways to get a signature wrong, by their words (docs/scenarios.md, `signature`). `right` is the signature
/// in hex (64 digits) or base64; words that are none of these give one that is wrong in every digit.
std::string altered_signature(const std::string &how, const std::string &right);

/// The token with one character in its last part another one: a digit, so that it is another token to a wallet whose
/// tokens are GUIDs too, which knows no case.
std::string damaged_token(std::string token);

}  // namespace pitboss::scenario
