#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "reference_impl/wallet/errors.hpp"
#include "reference_impl/wallet/messages.hpp"
#include "reference_impl/wallet/state.hpp"

/// The rules of the contract `wallet` (wallet.md, Rules) as pure functions: from a request and what the store holds to
/// a reply and what changes. No sockets, no store, no clock.
namespace pitboss::reference::wallet {

/// What is answered: a refusal, or the account and the free games as they are after the call.
struct Reply {
  std::optional<Refusal> refusal;
  PlayerAccount player;
  std::vector<FreeGame> free_games;
};

struct Outcome {
  Reply reply;
  Changes changes;
};

/// A check finds a reason to refuse, or nothing.
using Check = std::function<std::optional<Refusal>(const TransactionRequest &, const View &)>;

/// The rules by name. By default each is the function of the contract; a fault (reference_impl/faults) replaces one.
struct WalletRules {
  // Identity
  std::function<Keys(const TransactionRequest &)> keys_of_transaction;
  std::function<Keys(const RollbackRequest &)> keys_of_rollback;

  // A debit or credit: found as a replay, or checked, or applied.
  Check check_amount;
  std::function<std::optional<Outcome>(const TransactionRequest &, const View &)> answer_replay;
  Check check_session;
  Check check_round;
  Check check_single_debit;
  Check check_debit_came_first;
  Check check_free_game;
  Check check_funds;
  std::function<Outcome(const TransactionRequest &, const View &)> apply_debit;
  std::function<Outcome(const TransactionRequest &, const View &)> apply_credit;
  std::function<Outcome(const TransactionRequest &, const View &, const Refusal &)> refuse;

  // A rollback
  std::function<Outcome(const RollbackRequest &, const View &)> roll_back_unknown;
  std::function<Outcome(const RollbackRequest &, const View &)> repeat_rollback;
  std::function<std::optional<Refusal>(const RollbackRequest &, const View &)> check_rollback;
  std::function<Outcome(const RollbackRequest &, const View &)> roll_back;

  /// The free games of the view that a reply lists.
  std::function<std::vector<FreeGame>(const std::vector<FreeGame> &, wire::TimePoint now)> list_free_games;

  /// The rules of the contract.
  WalletRules();
};

Keys keys_of(const BalanceRequest &request);

Outcome decide(const WalletRules &rules, const BalanceRequest &request, const View &view);
Outcome decide(const WalletRules &rules, const TransactionRequest &request, const View &view);
Outcome decide(const WalletRules &rules, const RollbackRequest &request, const View &view);

/// The account and the free games of the view with the changes made, as a reply.
Reply accepted(const WalletRules &rules, const View &view, const Changes &changes, wire::TimePoint now);

}  // namespace pitboss::reference::wallet
