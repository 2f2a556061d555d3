#pragma once

#include "simulator/scenario/labels.hpp"
#include "simulator/scenario/rest_answer.hpp"
#include "simulator/scenario/rest_context.hpp"
#include "simulator/scenario/rest_ledger.hpp"
#include "simulator/scenario/rest_request.hpp"
#include "simulator/scenario/scenario.hpp"

namespace pitboss::scenario {

/// Plays one scenario of a contract that writes and lists records, and judges it.
class RestPlay {
 public:
  /// `number` makes its ids unlike those of every other play of the run.
  RestPlay(RestContext &context, const Scenario &scenario, std::size_t number);

  /// Never throws for what the target does.
  results::Scenario play(const results::Scenario &draft);

 private:
  /// Ends the scenario: thrown by a step, caught by play().
  struct Stop {
    results::Verdict verdict;
    std::string reason;
    std::string hint = {};
    bool network = false;
  };

  // rest_play.cpp: the course of a scenario
  void play_steps();
  void conclude(const Stop &stop);
  void play_step(const Step &step, int n, bool last);
  void call_step(const Step &step, int n, bool judged);
  void raw_step(const Step &step, int n);
  void audit_step(const Step &step);
  void random_step(const Step &step);
  std::chrono::milliseconds told_to_wait() const;
  void wait_step(const Step &step);
  void keep(const Step &step, const RestAnswer &answer);
  void add_step(results::Step step);
  void add_judged(const Step &step, const RestAnswer &answer, int n, results::Step out);
  void audit_into(const Step &step, bool payload, results::Step &out);
  void settle_verdict(const results::Step &out);
  [[nodiscard]] results::Step named(const Step &step, const std::string &name) const;

  // rest_send.cpp: sending
  /// A request with its token or key; a limit that nobody asked for is waited out, a token that was ended renewed.
  RestAnswer send(RestRequest request, Transport &transport, target::LoseReply lose = target::LoseReply::no);
  std::string admit(const RestRequest &request, target::Request &bytes, Transport &transport);
  void send_until_answered(const RestRequest &request, Transport &transport, target::LoseReply lose,
                           std::vector<target::Exchange> &exchanges);
  /// Reads the rows of a list, from all its pages where the request says so.
  void read_rows(const RestRequest &request, RestAnswer &answer);
  RestRequest token_call(const RestRequest &request, const wire::Json &arguments, int n) const;
  [[nodiscard]] RestRequest built(const std::string &action, const wire::Json &arguments, int n) const;
  void take_token(const RestRequest &request, const RestAnswer &answer);
  void record(const RestRequest &request, const RestAnswer &answer, results::Step &out);
  void stop_where_given_up(const RestRequest &request) const;
  bool network_failed(const RestAnswer &answer);
  [[noreturn]] void stop_for_network(const std::string &name, const RestAnswer &answer);
  [[nodiscard]] std::string keeps_serving() const;  ///< the requirement's id
  [[nodiscard]] bool asks_for_service() const;
  [[noreturn]] void stop_as_dead(const RestAnswer &answer, results::Step out);
  void stop_without_reply(const RestRequest &request, const RestAnswer &answer);
  bool target_answers();
  void sleep(std::chrono::milliseconds time) const;

  // rest_pages.cpp
  void walk_step(const Step &step, int n);
  void send_meanwhile(const wire::Json &calls, int number, results::Step &out);

  // rest_limit.cpp
  void burst_step(const Step &step, int n);
  RestAnswer burst(const RestRequest &request);
  void limited_step(const Step &step, int n);

  // rest_together.cpp
  struct Flight;
  void concurrent_step(const Step &step);
  void fly(std::vector<Flight> &flights);
  std::vector<RestRequest> calls_together(const wire::Json &arguments) const;

  RestContext &context_;
  const Scenario &scenario_;
  Labels labels_;
  RestTexts texts_;
  RestRequests requests_;
  std::unique_ptr<RestLedger> ledger_;
  std::unique_ptr<Transport> transport_;
  std::map<std::string, std::string> tokens_;  ///< by the name that get_token gave; "own": the scenario's own
  std::optional<RestRequest> limited_;         ///< what a burst sent
  std::string retry_after_;                    ///< the last that came
  int own_requests_ = 0;                       ///< with the token "own" of tokens_
  std::size_t steps_begun_ = 0;
  results::Scenario out_;
};

/// Whether an expectation looks at rows.
bool expects_rows(const wire::Json &expect);

}  // namespace pitboss::scenario
