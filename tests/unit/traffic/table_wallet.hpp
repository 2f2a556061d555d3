#pragma once

#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "simulator/model/wallet_model.hpp"
#include "simulator/traffic/wallet_traffic.hpp"

namespace pitboss::traffic::testing {

/// What the wallet is about to answer; a test may bend it.
struct Answer {
  std::string call;  ///< "authenticate", "balance", "debit", "credit", "rollback"
  int seen = 1;      ///< how often this very body came, this time included
  int status = 200;
  std::string code;
  wire::Decimal balance;
  int free_rounds = 0;
  std::string body;  ///< instead of the one made of the above, where it is not empty
  std::string content_type = "application/json";
  std::string request_id;
};

/// A wallet without sockets, of one player: the first answer of the oracle in simulator/model.
class TableWallet {
 public:
  explicit TableWallet(const wire::Decimal &opening) : state_(opening) {}

  std::function<void(Answer &)> bend = [](Answer &) {};
  /// Takes effect for all that comes later.
  void move_money(const wire::Decimal &change) { bent_ += change; }
  void set_free_rounds(int rounds) { free_rounds_ = rounds; }

  struct Sent {
    int status;
    std::string body, content_type, request_id;
    [[nodiscard]] Reply view() const { return {status, body, request_id, content_type}; }
  };
  Sent handle(const std::string &request);

  [[nodiscard]] wire::Decimal balance() const { return state_.balance() + bent_; }
  [[nodiscard]] const std::map<std::string, int> &calls() const { return calls_; }
  [[nodiscard]] std::vector<std::string> open_rounds() const { return state_.open_rounds(); }

 private:
  void apply(const std::string &path, const wire::Json &body, Answer &answer);

  model::WalletState state_;
  wire::Decimal bent_;
  int free_rounds_ = 0;
  std::map<std::string, int> calls_;   // how often each was made
  std::map<std::string, int> bodies_;  // likewise, each body
  std::set<std::string> free_debits_;  // their rounds, while they are not taken back
};

/// One player who plays against such a wallet, without time and without an engine. What is in flight at once is taken
/// in any order, and answered in any other.
class Table {
 public:
  explicit Table(const std::string &shares, const wire::Decimal &opening = 1'000, std::uint64_t seed = 1);

  TableWallet wallet;
  /// Asked before a request is handed over: the loss that happens to it. `handled`: whether the wallet sees it.
  std::function<std::optional<Loss>(const std::string &request, bool &handled)> lose = [](const std::string &, bool &) {
    return std::nullopt;
  };

  /// Lets the player send so many calls, then closes the books.
  void play(int calls);
  /// How often a finding of the kind was made.
  [[nodiscard]] std::uint64_t found(std::string_view kind) const;
  [[nodiscard]] std::string story(std::string_view kind) const;
  [[nodiscard]] std::string all_findings() const;
  [[nodiscard]] const Audit &audit() const { return audit_; }
  [[nodiscard]] const std::map<Outcome, int> &outcomes() const { return outcomes_; }

 private:
  struct Answered {
    std::size_t request = 0;
    std::optional<Loss> loss;
    TableWallet::Sent reply;
  };
  bool step(bool closing);
  Answered deliver(std::size_t request, const std::string &bytes, bool lose_reply);
  void hand_over(const Answered &answered);

  wire::Signer signer_{"secret", wire::SignatureEncoding::hex};
  WalletTraffic traffic_;
  Findings findings_;
  std::unique_ptr<Session> session_;
  Clock::time_point now_{};
  std::mt19937 order_;
  std::map<Outcome, int> outcomes_;
  Audit audit_;
};

}  // namespace pitboss::traffic::testing
