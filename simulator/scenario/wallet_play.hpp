#pragma once

#include <random>
#include <string>
#include <vector>

#include "simulator/history/wallet_history.hpp"
#include "simulator/scenario/expectation.hpp"
#include "simulator/scenario/money_story.hpp"
#include "simulator/scenario/player_in_play.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/scenario/wallet_context.hpp"
#include "simulator/scenario/wallet_request.hpp"

namespace pitboss::scenario {

/// What a step after something hostile judges: whether the server still is there.
inline constexpr const char *keeps_serving = "wallet.robust.keeps-serving";

/// What came of a call, with all its tries.
struct Sent {
  std::vector<target::Exchange> tries;
  target::WalletReply reply;  ///< of the last
  std::string new_token;      ///< of the session that a SESSION_EXPIRED made necessary; empty where there was none

  [[nodiscard]] const target::Exchange &last() const { return tries.back(); }
  /// Whether the network (or the target, by silence) kept every try from an answer; a reply lost on purpose is none.
  [[nodiscard]] bool unanswered() const { return reply.status == 0 && last().failure != target::Failure::lost; }
};

/// Plays one scenario of the contract `wallet` with the players that it was given, and judges it.
class WalletPlay {
 public:
  /// `players` are indices in the target file, from 0; they are this scenario's alone while it is played. `number`
  /// makes its ids unlike those of every other play of the run.
  WalletPlay(WalletContext &context, const Scenario &scenario, const std::vector<std::size_t> &players,
             std::size_t number);

  /// Never throws for what the target does.
  results::Scenario play(const results::Scenario &draft);

  /// The player (index in the target file) whose balance was too small to begin, where that is why it was skipped.
  [[nodiscard]] std::optional<std::size_t> short_of_funds() const { return short_of_funds_; }

 private:
  /// Ends the scenario: thrown by a step, caught by play().
  struct Stop {
    results::Verdict verdict;
    std::string reason;
    std::string hint;
    bool network = false;
  };
  using Op = model::WalletOp;

  // wallet_play.cpp: the course of a scenario
  void play_steps();
  void play_step(const Step &step, int n, bool last);
  void open_players();
  void open_session(PlayerInPlay &player, const std::string &game);
  void choose_free_game(PlayerInPlay &player);
  void check_free_rounds(PlayerInPlay &player);
  void tell_unlisted_from_used_up(PlayerInPlay &player);
  void conclude(const Stop &stop);
  void gather_evidence();
  void add_step(results::Step step);

  // wallet_send.cpp: sending
  [[nodiscard]] target::WalletReply read_reply(const target::Exchange &exchange) const;
  Sent send(BuiltCall call, Transport &transport, target::LoseReply lose, int stagger = 0);
  Sent send(const BuiltCall &call, target::LoseReply lose = target::LoseReply::no);
  void stop_where_given_up(const BuiltCall &call) const;
  void note_silence(const BuiltCall &call, const target::Exchange &exchange);
  std::string renew_session(const BuiltCall &call, Transport &transport);
  void record(const BuiltCall &call, const Sent &sent, bool status_is_must, results::Step &step);
  std::optional<wire::Decimal> read_balance(std::size_t index, const std::string &why);
  bool target_answers();
  bool network_failed(const Sent &sent);
  [[noreturn]] void stop_for_network(const BuiltCall &call, const Sent &sent);
  [[noreturn]] void stop_as_dead(const std::string &culprit, const Sent &sent, results::Step out);
  [[nodiscard]] bool asks_for_service() const;

  // wallet_steps.cpp: single calls
  void call_step(const Step &step, int n, bool judged);
  void http_step(const Step &step);
  void raw_step(const Step &step);
  void lose_reply_step(const Step &step, int n);
  void use_up_step(const Step &step);
  void judge_call(const Step &step, const BuiltCall &call, const Sent &sent, const std::optional<wire::Decimal> &before,
                  results::Step &out);
  void judge_only_try(const Step &step, const BuiltCall &call, Sent sent, const std::optional<wire::Decimal> &before,
                      results::Step &out);
  void judge_set_up(const Step &step, const BuiltCall &call, const Sent &sent, results::Step &out);
  void note_balance(const BuiltCall &call, const Sent &sent, results::Step &out);
  std::string follow(const BuiltCall &call, const Sent &sent, bool judge_balance, results::Step &out);
  void keep_session(const BuiltCall &call, const Sent &sent);

  // judging.cpp: from checks to the end of a scenario
  std::string depart(const BuiltCall &call, const Sent &sent, results::Step &out);
  [[nodiscard]] std::string in_words(const std::vector<model::WalletAnswer> &answers) const;
  bool refused_for_its_ids(const BuiltCall &call, const Sent &sent);
  void blame_the_reply(const Step &step, const BuiltCall &call, const Sent &sent, const Observed &seen,
                       Judgement &judgement);
  void settle_verdict(const results::Step &out, const std::string &story);
  std::string story_of(const results::Step &out, const BuiltCall &call, const Sent &sent,
                       const std::optional<BalanceMiss> &miss);
  void note_money(const BuiltCall &call);

  // concurrent_steps.cpp
  struct Flight;
  void concurrent_step(const Step &step);
  std::vector<BuiltCall> calls_together(const wire::Json &arguments);
  void fly(std::vector<Flight> &flights);
  void judge_flights(const Step &step, std::vector<Flight> &flights, results::Step &out);
  void judge_history(const Step &step, std::size_t player, const std::vector<Flight> &flights, results::Step &out);

  // random_calls.cpp
  struct RandomPlan;
  void random_step(const Step &step);
  Op next_random_call(RandomPlan &plan);
  bool play_random_call(const Step &step, RandomPlan &plan, const Op &op, std::vector<results::Step> &steps);

  // settle.cpp
  void settle();
  void settle(PlayerInPlay &player, std::size_t index);

  [[nodiscard]] std::string say(const Step &step, const std::string &name) const;
  [[nodiscard]] std::string money(const wire::Decimal &amount) const {
    return amount.to_string(context_.wallet.max_decimals);
  }

  WalletContext &context_;
  const Scenario &scenario_;
  Labels labels_;
  std::vector<PlayerInPlay> players_;
  WalletRequests requests_;
  std::unique_ptr<Transport> transport_;
  std::optional<std::size_t> short_of_funds_;
  std::size_t steps_begun_ = 0;
  std::size_t steps_to_replay_ = 0;  ///< up to the one that failed; 0 where none did
  bool unusual_ids_taken_ = false;   ///< a call with ids that a target may find too unusual was accepted
  results::Scenario out_;
};

/// What the model is told of an answer.
model::WalletObservation observation_of(const target::WalletReply &reply);

}  // namespace pitboss::scenario
