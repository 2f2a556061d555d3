#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/wire/json.hpp"

/// The words that the files of the feed contract share.
namespace pitboss::reference::feed {

/// What is pushed and listed. The names of its files and statements go by it: "customers".
enum class Kind { customers, transactions, activity };

std::string_view to_string(Kind kind);

/// A record as it is stored and listed: the fields that the contract names, in its order, without nulls, numbers in
/// plain notation.
using Record = wire::Json;

/// The text of a member of a record; empty where there is none.
std::string text_of(const Record &record, std::string_view field);

/// One thing that is wrong with a request (validation-error.response.json).
struct Fault {
  std::optional<std::size_t> index;  ///< which record, from 0; nullopt: of no record
  std::string field;
  std::string code;
  std::string message;

  bool operator==(const Fault &) const = default;
};

using Faults = std::vector<Fault>;

/// Why a request is not served. Thrown, and caught where it is answered.
struct Refusal {
  int status = 422;
  std::string code;
  std::string message;
  Faults faults = {};            ///< of a 422
  std::string retry_after = {};  ///< of a 429: whole seconds
};

Refusal invalid(Faults faults);

}  // namespace pitboss::reference::feed
