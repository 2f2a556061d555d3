#include "reference_impl/sandbox/rules.hpp"

namespace pitboss::reference::sandbox {
namespace {

wallet::Outcome refused(std::string message) {
  wallet::Outcome outcome;
  outcome.reply.refusal = wallet::Refusal{.code = wallet::ErrorCode::validation_failed, .message = std::move(message)};
  return outcome;
}

}  // namespace

wallet::Outcome create(const wallet::NewPlayer &player, const wallet::View &view) {
  if (view.player) return refused("there is a player of this playerId already; nothing changed");
  wallet::Outcome outcome;
  outcome.reply.player = player.account;
  outcome.changes.new_player = player;
  return outcome;
}

wallet::Outcome top_up(const wallet::Decimal &amount, const wallet::View &view) {
  if (!view.player) return refused("there is no player of this playerId");
  wallet::Outcome outcome;
  outcome.reply.player = *view.player;
  outcome.reply.player.balance += amount;
  outcome.changes.balance = outcome.reply.player.balance;
  return outcome;
}

}  // namespace pitboss::reference::sandbox
