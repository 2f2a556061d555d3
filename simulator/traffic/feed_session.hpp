#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulator/traffic/feed_day.hpp"
#include "simulator/traffic/feed_sums.hpp"
#include "simulator/traffic/feed_walk.hpp"
#include "simulator/traffic/session.hpp"

namespace pitboss::traffic {

/// One stream of an operator's pushes: customers of its own, one request at a time, and a token of its own. A push
/// whose reply was lost is sent again, the same, until it is answered; nothing else is sent meanwhile.
class FeedSession final : public Session {
 public:
  FeedSession(const FeedSetup &setup, std::size_t stream, Findings &findings);

  Order next(Clock::time_point now, bool closing) override;
  void write(std::size_t request, std::string &out) override;
  Outcome judge(std::size_t request, const Reply &reply) override;
  Outcome lose(std::size_t request, Loss loss, std::string_view detail) override;

  [[nodiscard]] bool took_part() const { return took_part_; }
  [[nodiscard]] std::string name() const;
  /// By the books, and as the target lists them; the latter once `is_read`.
  [[nodiscard]] FeedSums expected() const;
  [[nodiscard]] const FeedSums &listed() const { return listed_; }
  [[nodiscard]] bool is_read() const { return closed_; }
  [[nodiscard]] std::size_t astray() const { return astray_; }
  [[nodiscard]] bool is_undecided() const { return undecided_; }
  /// Why the rows could not be read back; empty where they could.
  [[nodiscard]] const std::string &trouble() const { return trouble_; }

 private:
  enum class Call {
    token,
    push_customers,
    push_transactions,
    push_activity,
    list_customers,
    list_transactions,
    list_activity
  };  // Traffic::calls
  enum class Doing { push, page };

  // feed_session.cpp: what comes next
  void begin_ending();
  bool choose(bool closing);
  bool choose_closing();
  void choose_push();
  void begin_walk(FeedKind kind);
  void begin_delta_sync();
  [[nodiscard]] bool needs_token(Clock::time_point now);
  [[nodiscard]] bool is_at_the_limit() const { return stream_ <= setup_->plan.streams_at_the_limit; }
  [[nodiscard]] std::string body() const;
  // feed_judge.cpp: what came back
  Outcome judge_token(const Reply &reply);
  Outcome judge_limited(const Reply &reply);
  Outcome judge_unauthorized(const Reply &reply);
  Outcome judge_push(const Reply &reply);
  Outcome judge_refusal(const Reply &reply);
  Outcome judge_page(const Reply &reply);
  Outcome judge_rate(const Reply &reply, Outcome outcome);
  void end_push(PushEnd end);
  void again(bool may_have_arrived);
  void wait_a_while();
  Outcome wrong(const Reply &reply, std::string_view kind, const std::string &story, std::string_view requirement);
  [[nodiscard]] std::string words() const;
  [[nodiscard]] std::string without_token(std::string text) const;

  const FeedSetup *setup_;
  std::size_t stream_;
  Findings *findings_;
  FeedBook book_;
  FeedDay day_;
  FeedSums listed_;
  std::deque<FeedPush> pushes_;
  std::optional<FeedWalk> walk_;
  Doing doing_ = Doing::push;
  FeedPush push_;  // that is in flight, or to be sent again
  std::shared_ptr<AccessToken> token_;
  std::uint32_t budget_ = 0;        // requests that the token serves
  Clock::time_point first_sent_{};  // under the token
  int tries_ = 0;
  int unauthorized_ = 0;  // in a row
  bool token_in_flight_ = false, again_ = false, sent_twice_ = false, waited_ = false;
  bool is_last_a_page_ = false, limit_seen_ = false;
  bool took_part_ = false, stuck_ = false, ending_ = false, closed_ = false, undecided_ = false;
  std::uint32_t audited_ = 0;  // lists that were begun: customers times kinds
  std::size_t astray_ = 0;
  Clock::time_point wait_until_{};
  std::string request_, trouble_;
};

}  // namespace pitboss::traffic
