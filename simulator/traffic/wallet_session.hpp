#pragma once

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/traffic/session.hpp"
#include "simulator/traffic/wallet_books.hpp"
#include "simulator/traffic/wallet_reply.hpp"
#include "simulator/traffic/wallet_rounds.hpp"
#include "simulator/traffic/wallet_writer.hpp"

namespace pitboss::traffic {

/// One player of a wallet: plays rounds, knows what every reply must say, and follows a lost reply until a retry tells.
///
/// A player sends one call at a time (copies of it aside), so after each answer there is one right balance. That makes
/// this the oracle of simulator/model cut down to what a provider does: one state, no history, constant memory
/// (tests/unit/traffic/wallet_session_test.cpp plays it against the oracle).
class WalletSession final : public Session {
 public:
  WalletSession(const WalletSetup &setup, std::size_t player, Findings &findings);

  Order next(Clock::time_point now, bool closing) override;
  void write(std::size_t copy, std::string &out) override;
  Outcome judge(std::size_t copy, const Reply &reply) override;
  Outcome lose(std::size_t copy, Loss loss, std::string_view detail) override;

  [[nodiscard]] const WalletBooks &books() const { return books_; }
  [[nodiscard]] bool took_part() const { return took_part_; }
  [[nodiscard]] std::string name() const;
  /// The first reply that did not fit the books, and the calls before it; empty where all did.
  [[nodiscard]] const std::string &first_drift() const { return first_drift_; }
  /// Why the closing balance could not be read; empty where it could.
  [[nodiscard]] const std::string &trouble() const { return trouble_; }

 private:
  static constexpr std::size_t most_copies = 8;
  static constexpr std::size_t remembered = 6;

  /// What came back for the copies of one call.
  struct Flight {
    std::size_t copies = 1;
    std::size_t left = 0, accepted = 0, refused = 0, unknown = 0;
    bool failed = false;   // by an error, after which it is wise to wait
    bool lost = false;     // on purpose
    bool relogin = false;  // with a new session
  };
  struct Past {
    WalletOp op;
    wire::Decimal balance;  // after it, by the books
  };

  // wallet_session.cpp: what comes next
  void choose(bool closing);
  bool choose_closing();
  void prepare();
  Order send();
  // wallet_judge.cpp: what came back
  Outcome judge_login(const WalletReply &reply);
  Outcome judge_call(const WalletReply &reply);
  Outcome judge_accepted(const WalletReply &reply);
  Outcome judge_refused(const WalletReply &reply);
  Outcome judge_balance(const WalletReply &reply, bool fits, const wire::Decimal &expected);
  bool judge_free_games(const WalletReply &reply);
  void end_copy();
  void resolve();
  void resolve_applied();
  void resolve_unknown();
  void resolve_refused();
  void drop_round();
  void remember(const WalletOp &op);
  void drift(const wire::Decimal &said, const wire::Decimal &expected);
  Outcome wrong(std::string_view kind, const std::string &story, std::string_view requirement = {});
  // wallet_story.cpp: in words
  [[nodiscard]] std::string words(const WalletOp &op) const;
  [[nodiscard]] std::string past_words() const;
  [[nodiscard]] std::string reply_text() const;

  const WalletSetup *setup_;
  std::size_t player_;
  Findings *findings_;
  WalletWriter writer_;
  WalletRounds rounds_;
  WalletBooks books_;
  std::string player_id_;

  wire::Decimal balance_;  // that the next reply must fit: the books' own, or what the target said where it was wrong
  std::deque<WalletOp> calls_;       // of the rounds that were begun
  WalletOp op_;                      // that is in flight, or to be sent again
  std::optional<WalletOp> doubted_;  // the lost debit that op_ takes back without knowing whether it was applied
  Flight flight_;
  std::uint32_t visit_left_ = 0;  // rounds
  int tries_ = 0;                 // of op_ that ended without an answer
  bool again_ = false;            // op_ is to be sent again
  bool logged_in_ = false, login_in_flight_ = false, fresh_login_ = false;
  bool took_part_ = false;
  bool stuck_ = false;  // op_ had no answer in all its tries
  bool ending_ = false, settled_ = false, read_back_ = false;
  Clock::time_point wait_until_{};
  std::map<int, wire::Decimal> free_left_;  // rounds by index of the free game, since the wallet listed them
  std::array<Past, remembered> past_;
  std::size_t past_count_ = 0;
  std::string first_drift_, trouble_;
  std::array<WalletWriter::RequestId, most_copies> request_ids_{};
  std::string request_;  // the last one, as sent
  Reply reply_;          // while one is judged
};

}  // namespace pitboss::traffic
