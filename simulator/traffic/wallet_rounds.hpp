#pragma once

#include <deque>
#include <vector>

#include "simulator/traffic/random.hpp"
#include "simulator/traffic/wallet_op.hpp"
#include "simulator/traffic/wallet_setup.hpp"

namespace pitboss::traffic {

/// Makes up what a player does: rounds, as the calls of which they are made. All choices come from the seed and the
/// player; what the target answers changes none but for the balance, which a top-up looks at.
class WalletRounds {
 public:
  WalletRounds(const WalletSetup &setup, std::size_t player);

  /// The calls of the next round, in order, and now and then those that end a round which was left open before; or of
  /// two or three rounds whose calls are in flight together.
  /// `free_games`: the index of each game that has rounds left.
  void next_round(const wire::Decimal &balance, const std::vector<int> &free_games, std::deque<WalletOp> &calls);
  /// The calls that end the rounds which are open still.
  void finish_all(std::deque<WalletOp> &calls);
  /// The calls that make the balance `wanted` again.
  void settle(const wire::Decimal &balance, const wire::Decimal &wanted, std::deque<WalletOp> &calls);
  /// A round that was begun and has ended without being finished: its debit was refused or rolled back.
  void forget(std::uint64_t round);

  /// How many rounds the player stays.
  std::uint32_t length_of_visit();
  [[nodiscard]] Random &random() { return random_; }

 private:
  WalletOp op(WalletOp::Kind kind, const wire::Decimal &amount, std::string_view requirement);
  WalletOp debit_of(const wire::Decimal &bet, const std::vector<int> &free_games);
  void pay(const wire::Decimal &win, bool finish, std::vector<WalletOp> &calls);
  void add_violation(std::vector<WalletOp> &calls, const WalletOp &debit);
  void take_back(const WalletOp &debit, std::vector<WalletOp> &calls);
  void play_together(const wire::Decimal &balance, std::deque<WalletOp> &calls);
  [[nodiscard]] std::vector<wire::Decimal> parts_of(const wire::Decimal &win);

  const WalletSetup *setup_;
  Random random_;
  std::uint64_t round_ = 0;
  std::uint64_t transaction_ = 0;
  std::uint64_t flight_ = 0;
  std::deque<std::uint64_t> open_;  // rounds that were left open
  std::vector<WalletOp> calls_;     // of the round that is made up; kept for its memory
};

}  // namespace pitboss::traffic
