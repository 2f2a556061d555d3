#pragma once

#include <optional>
#include <utility>

#include "reference_impl/faults/wrap.hpp"

/// Small helpers of the files in this folder.
namespace pitboss::reference::wallet::faults {

using reference::Behaviour;
using wire::Json;

/// A check that never finds anything.
inline std::optional<Refusal> pass(const TransactionRequest &, const View &) {
  return std::nullopt;
}

inline Outcome refused(ErrorCode code, const char *message) {
  return {.reply = {.refusal = Refusal{.code = code, .message = message}, .player = {}, .free_games = {}},
          .changes = {}};
}

/// The reply that the rules give for this view when nothing changes.
inline Reply as_it_is(const View &view) {
  return {.refusal = {}, .player = *view.player, .free_games = view.free_games};
}

}  // namespace pitboss::reference::wallet::faults
