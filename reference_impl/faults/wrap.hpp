#pragma once

#include <optional>
#include <utility>

#include "reference_impl/wallet/behaviour.hpp"

/// Small helpers of the files in this folder.
namespace pitboss::reference::faults {

using wallet::Behaviour;
using wallet::Decimal;
using wallet::ErrorCode;
using wallet::Outcome;
using wallet::Refusal;
using wallet::Reply;
using wallet::RollbackRequest;
using wallet::TransactionRequest;
using wallet::TransactionStatus;
using wallet::TransactionType;
using wallet::View;
using wire::Json;

/// A check that never finds anything.
inline std::optional<Refusal> pass(const TransactionRequest &, const View &) {
  return std::nullopt;
}

inline Outcome refused(ErrorCode code, const char *message) {
  return {.reply = {.refusal = Refusal{.code = code, .message = message}, .player = {}, .free_games = {}},
          .changes = {}};
}

/// Replaces `entry` of a table by `around`, which gets the former entry as its first argument.
template <class Signature, class Around>
void wrap(std::function<Signature> &entry, Around around) {
  entry = [inner = std::move(entry), around = std::move(around)](auto &&...arguments) {
    return around(inner, std::forward<decltype(arguments)>(arguments)...);
  };
}

/// The reply that the rules give for this view when nothing changes.
inline Reply as_it_is(const View &view) {
  return {.refusal = {}, .player = *view.player, .free_games = view.free_games};
}

}  // namespace pitboss::reference::faults
