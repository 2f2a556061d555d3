#pragma once

#include <functional>
#include <optional>
#include <variant>
#include <vector>

#include "reference_impl/movements/errors.hpp"
#include "reference_impl/movements/messages.hpp"
#include "reference_impl/movements/platform.hpp"
#include "reference_impl/movements/state.hpp"

/// The rules of the contract `movements` (movements.md, Rules) as pure functions: from a request and what the store
/// holds to a refusal, or to what is recorded. No sockets, no store, no clock.
namespace pitboss::reference::movements {

/// What the store holds for the player that a request names.
struct View {
  std::optional<Client> client;  ///< absent: there is no such player
  bool request_id_used = false;  ///< the player has a movement of this request ID
  Balances balances;             ///< of the player
};

/// A movement to be recorded, and the balances that it changes, each as it is afterwards.
struct Recorded {
  Movement movement;  ///< without id and time, which are the store's
  Balances balances;
};

using Registered = std::variant<Refusal, Client>;  ///< the client without id and time
using Outcome = std::variant<Refusal, Recorded>;

/// What a check finds wrong with the update `index` of a movement: a sentence, or nothing.
using Check =
    std::function<std::optional<std::string>(const Platform &, const std::vector<Update> &, std::size_t index)>;

/// The rules by name. By default each is the function of the contract; a fault (reference_impl/faults) replaces one.
struct Rules {
  // Registering a player
  std::function<std::optional<Refusal>(const Platform &, const RegisterRequest &)> check_brand;
  std::function<std::optional<Refusal>(const Platform &, const RegisterRequest &)> check_click;
  std::function<std::optional<Refusal>(const View &)> check_new;

  // Recording a movement: player and request ID are looked up before the metrics are judged.
  std::function<std::optional<Refusal>(const View &)> check_client;
  std::function<std::optional<Refusal>(const MovementRequest &, const View &)> check_request_id;
  Check check_known, check_in_use, check_whole, check_once;
  /// The balance after an update; `before` is 0 where there was none.
  std::function<Decimal(const Decimal &before, const Update &)> apply;
  std::function<Decimal(const RevShare &, const Decimal &before, const Decimal &after)> share;

  std::function<Registered(const Rules &, const Platform &, const RegisterRequest &, const View &)> register_client;
  std::function<Outcome(const Rules &, const Platform &, const MovementRequest &, const View &)> record;

  /// The rules of the contract.
  Rules();
};

/// The balances after all updates, in their order. Throws wire::DecimalOverflow.
Balances apply_all(const Rules &rules, Balances balances, const std::vector<Update> &updates);

/// What the updates earn the affiliate by whose click the player came; nullopt where the offer has no RevShare.
std::optional<Contribution> contribution_of(const Rules &rules, const Platform &platform, const Client &client,
                                            const Balances &before, const Balances &after);

}  // namespace pitboss::reference::movements
