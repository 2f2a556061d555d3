#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reference_impl/wallet/settings.hpp"
#include "reference_impl/wallet/state.hpp"

/// The requests of the sandbox, and how they are read (schemas/sandbox).
namespace pitboss::reference::sandbox {

/// What is wrong with one value of a body.
struct FieldFault {
  std::string pointer;  ///< JSON pointer (RFC 6901)
  std::string message;
};

/// Why a request is refused.
struct Refusal {
  int status = 400;
  std::string_view code = "INVALID_REQUEST";  ///< a text that lives for ever
  std::string message;
  std::vector<FieldFault> faults = {};
};

struct TopUp {
  std::string player_id;
  wallet::Decimal amount;
};

/// A player as the body asks for it, with what it leaves out: a fresh id, and free games that run from a day before
/// `now` for ten years. Throws Refusal with all faults of the body.
wallet::NewPlayer read_new_player(const std::string &body, const wallet::Settings &settings, wire::TimePoint now);

/// Throws Refusal with all faults of the body.
TopUp read_top_up(const std::string &body);

}  // namespace pitboss::reference::sandbox
