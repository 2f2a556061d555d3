#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pitboss::files {

/// One thing that a schema finds wrong.
struct Complaint {
  enum class Kind { type, missing_key, unknown_key, value, other };
  Kind kind = Kind::other;
  std::string pointer;                ///< of the value; for unknown_key, of the member
  std::vector<std::string> expected;  ///< names of types, keys, or allowed values, where the kind has them
  std::string found;                  ///< what stands there, shortened; the key itself for unknown_key
  std::string message;                ///< for `other`, and complete only after `word`
};

/// The complaint in one sentence without full stop.
std::string word(const Complaint &complaint);

std::string ticked(std::string_view name);  ///< `name`
std::string shortened(std::string text);    ///< at most 60 bytes and an ellipsis
/// "a, b LAST_WORD c"; many items are cut.
std::string list_of(const std::vector<std::string> &items, std::string_view last_word);

}  // namespace pitboss::files
