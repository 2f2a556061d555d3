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
#include "simulator/traffic/wallet_together.hpp"
#include "simulator/traffic/wallet_writer.hpp"

namespace pitboss::traffic {

/// One player of a wallet: plays rounds, knows what every reply must say, and follows a lost reply until a retry tells.
///
/// A player sends one call at a time (copies of it aside), so after each answer there is one right balance; now and
/// then a few different ones together, and waits until all of them are settled (WalletTogether). That makes this the
/// oracle of simulator/model cut down to what a provider does: one state, no history, constant memory
/// (tests/unit/traffic/wallet_session_test.cpp plays it against the oracle).
class WalletSession final : public Session {
 public:
  WalletSession(const WalletSetup &setup, std::size_t player, Findings &findings);

  Order next(Clock::time_point now, bool closing) override;
  void write(std::size_t request, std::string &out) override;
  Outcome judge(std::size_t request, const Reply &reply) override;
  Outcome lose(std::size_t request, Loss loss, std::string_view detail) override;

  [[nodiscard]] const WalletBooks &books() const { return books_; }
  [[nodiscard]] bool took_part() const { return took_part_; }
  [[nodiscard]] std::string name() const;
  /// The first reply that did not fit the books, and the calls before it; empty where all did.
  [[nodiscard]] const std::string &first_drift() const { return first_drift_; }
  /// Why the closing balance could not be read; empty where it could.
  [[nodiscard]] const std::string &trouble() const { return trouble_; }

 private:
  static constexpr std::size_t remembered = 6;

  /// What came back for the requests of one order: copies of one call, or the calls of `together_` without an answer.
  struct Flight {
    std::size_t requests = 1;
    std::size_t left = 0, accepted = 0, refused = 0, unknown = 0;
    bool failed = false;   // by an error, after which it is wise to wait
    bool lost = false;     // on purpose
    bool relogin = false;  // with a new session
  };
  struct Past {
    WalletOp op;
    wire::Decimal balance;  // after it, by the books; of one that was not alone, after all of them
    bool together = false;
  };

  // wallet_session.cpp: what comes next
  void choose(bool closing);
  bool choose_closing();
  void prepare();
  void take_off_together();
  Order send();
  Order send_together();
  [[nodiscard]] const WalletOp &op_of(std::size_t request) const;
  // wallet_judge.cpp: what came back
  Outcome judge_login(const WalletReply &reply);
  Outcome judge_call(const WalletReply &reply);
  Outcome judge_unreadable(const WalletReply &reply);
  Outcome judge_accepted(const WalletReply &reply);
  Outcome judge_refused(const WalletReply &reply);
  Outcome judge_balance(const WalletReply &reply, bool fits, const wire::Decimal &expected);
  bool judge_free_games(const WalletReply &reply);
  void end_request();
  void resolve();
  void resolve_applied();
  void resolve_unknown();
  void resolve_split();
  void take_back();
  void resolve_refused();
  void try_again();
  void drop_round(std::uint64_t round);
  void remember(const WalletOp &op, bool together = false);
  void drift(const wire::Decimal &said, const wire::Decimal &expected);
  Outcome wrong(std::string_view kind, const std::string &story, std::string_view requirement = {});
  // wallet_judge_together.cpp: what came back for calls that were in flight together
  Outcome judge_together(std::size_t call, const WalletReply &reply);
  Outcome judge_accepted_together(std::size_t call, const WalletReply &reply);
  Outcome judge_refused_together(std::size_t call, const WalletReply &reply);
  void resolve_together();
  // wallet_story.cpp: in words
  [[nodiscard]] std::string words(const WalletOp &op) const;
  [[nodiscard]] std::string past_words() const;
  [[nodiscard]] std::string together_words() const;
  [[nodiscard]] std::string reply_text() const;

  const WalletSetup *setup_;
  std::size_t player_;
  Findings *findings_;
  WalletWriter writer_;
  WalletRounds rounds_;
  WalletBooks books_;
  std::string player_id_;

  wire::Decimal balance_;  // that the next reply must fit: the books' own, or what the target said where it was wrong
  std::deque<WalletOp> calls_;              // of the rounds that were begun
  WalletOp op_;                             // that is in flight, or to be sent again
  std::optional<WalletOp> doubted_;         // the lost debit that op_ takes back without knowing whether it was applied
  bool never_again_ = false;                // doubted_ was refused, so it is not sent again whatever the rollback says
  std::optional<WalletTogether> together_;  // calls that are in flight together until each has an answer; not op_ then
  std::vector<std::size_t> sent_together_;  // which of them the requests of the order are
  Flight flight_;
  std::uint32_t visit_left_ = 0;  // rounds
  int closing_reads_ = 0;
  int tries_ = 0;       // of op_ that ended without an answer
  bool again_ = false;  // op_ is to be sent again
  bool logged_in_ = false, login_in_flight_ = false, fresh_login_ = false;
  bool took_part_ = false;
  bool stuck_ = false;  // op_ had no answer in all its tries
  bool ending_ = false, settled_ = false, read_back_ = false;
  Clock::time_point wait_until_{};
  std::map<int, wire::Decimal> free_left_;  // rounds by index of the free game, since the wallet listed them
  std::vector<int> free_games_;             // those of them that have rounds left; kept for its memory
  std::array<Past, remembered> past_;
  std::size_t past_count_ = 0;
  std::string first_drift_, trouble_;
  std::array<WalletWriter::RequestId, Order::most_requests> request_ids_{};
  std::size_t judged_ = 0;  // the request of which reply_ is
  Reply reply_;             // while one is judged
};

}  // namespace pitboss::traffic
