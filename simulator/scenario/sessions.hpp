#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "simulator/target/wallet_calls.hpp"

namespace pitboss::scenario {

/// The sessions of a run: one authenticate for each player and game serves many scenarios. Safe from any thread.
class WalletSessions {
 public:
  /// The newest session of player (index in the target file, from 0) and game.
  [[nodiscard]] std::optional<target::Session> current(std::size_t player, const std::string &game) const;
  /// Takes a session that authenticate gave.
  void keep(std::size_t player, const std::string &game, const target::Session &session);
  /// The oldest token of player and game; empty where there is none.
  [[nodiscard]] std::string first_token(std::size_t player, const std::string &game) const;

 private:
  struct Kept {
    target::Session newest;
    std::string first_token;
  };
  mutable std::mutex mutex_;
  std::map<std::pair<std::size_t, std::string>, Kept> kept_;
};

/// The session that a reply of authenticate gives; nullopt where playerId, playerToken or balance cannot be read, or
/// the token holds what no header can.
std::optional<target::Session> read_session(const target::WalletReply &reply, const std::string &game);

/// The launch token of a player, or why there is none.
struct LaunchToken {
  std::string token;
  std::string error;  ///< empty where there is a token
};

/// Gives the token of the target file, or runs the player's launch_token_command by /bin/sh: the output without white
/// space around it is the token. A command that has not ended within `time_limit` is killed.
LaunchToken launch_token_of(const target::Player &player,
                            std::chrono::milliseconds time_limit = std::chrono::seconds(10));

}  // namespace pitboss::scenario
