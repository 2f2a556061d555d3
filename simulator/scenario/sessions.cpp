#include "simulator/scenario/sessions.hpp"

namespace pitboss::scenario {

std::optional<target::Session> WalletSessions::current(std::size_t player, const std::string &game) const {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find({player, game});
  if (found == kept_.end()) return std::nullopt;
  return found->second.newest;
}

void WalletSessions::keep(std::size_t player, const std::string &game, const target::Session &session) {
  const std::lock_guard lock(mutex_);
  Kept &kept = kept_[{player, game}];
  kept.newest = session;
  if (kept.first_token.empty()) kept.first_token = session.token;
}

std::string WalletSessions::first_token(std::size_t player, const std::string &game) const {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find({player, game});
  return found == kept_.end() ? "" : found->second.first_token;
}

std::optional<target::Session> read_session(const target::WalletReply &reply, const std::string &game) {
  if (!reply.accepted() || !reply.json || !reply.balance) return std::nullopt;
  const wire::Json *player_id = reply.json->find("playerId");
  const wire::Json *token = reply.json->find("playerToken");
  if (player_id == nullptr || player_id->string() == nullptr || token == nullptr || token->string() == nullptr)
    return std::nullopt;
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(token->string()->begin(), token->string()->end(), is_control)) return std::nullopt;
  target::Session session;
  session.player_id = *player_id->string();
  session.token = *token->string();
  session.game = game;
  session.balance = *reply.balance;
  session.reply = *reply.json;
  if (const wire::Json *info = reply.json->find("balanceInfo"))
    if (const wire::Json *currency = info->find("currency"); currency != nullptr && currency->string() != nullptr)
      session.currency = *currency->string();
  return session;
}

}  // namespace pitboss::scenario
