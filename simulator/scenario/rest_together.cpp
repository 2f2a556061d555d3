#include "schemas/wire/leading_integer.hpp"
#include "simulator/scenario/amounts.hpp"
#include "simulator/scenario/rest_play.hpp"
#include "simulator/scenario/take_off.hpp"

namespace pitboss::scenario {

using wire::Json;

/// One call of those that go out together.
struct RestPlay::Flight {
  RestRequest request;
  std::unique_ptr<Transport> transport;
  target::Exchange exchange;
  std::string fault;  ///< of the harness; empty where there was none
};

std::vector<RestRequest> RestPlay::calls_together(const Json &arguments) const {
  std::vector<RestRequest> calls;
  const Json *number = arguments.find("copies");
  const int copies = number == nullptr ? 1 : std::max(1, wire::leading_integer<int>(scalar_text(*number)));
  for (const auto &[name, value] : *arguments.object()) {
    if (name == "calls" && value.array() != nullptr) {
      for (const Json &each : *value.array())
        calls.push_back(
            built(each.object()->front().first, each.object()->front().second, static_cast<int>(calls.size()) + 1));
    } else if (name != "copies") {
      for (int n = 1; n <= copies; ++n) calls.push_back(built(name, value, n));
    }
  }
  return calls;
}

/// Each flight has a connection that is open already; the requests leave together.
void RestPlay::fly(std::vector<Flight> &flights) {
  const auto prepare = [&](std::size_t i) {
    flights[i].transport = context_.connect();
    flights[i].transport->connect_ahead();
  };
  const auto go = [&](std::size_t i) {
    flights[i].exchange = flights[i].transport->send(flights[i].request.request, target::LoseReply::no);
  };
  const std::vector<std::string> faults = take_off(flights.size(), prepare, go);
  for (std::size_t i = 0; i < flights.size(); ++i) flights[i].fault = faults[i];
}

void RestPlay::concurrent_step(const Step &step) {
  std::vector<Flight> flights;
  for (RestRequest &request : calls_together(step.arguments)) {
    stop_where_given_up(request);
    Flight &flight = flights.emplace_back();
    flight.request = std::move(request);
    admit(flight.request, flight.request.request, *transport_);
  }
  fly(flights);
  results::Step out = named(step, std::to_string(flights.size()) + " calls at once: " + flights.front().request.name);
  out.concurrent = true;
  RestAnswer all;  // shows one that was not accepted, where there is one
  int accepted = 0;
  for (Flight &flight : flights) {
    if (!flight.fault.empty()) throw Stop{results::Verdict::blocked, "could not be played: " + flight.fault};
    RestAnswer answer = read_rest_answer({std::move(flight.exchange)});
    accepted += answer.is_accepted() ? 1 : 0;
    ledger_->observe(flight.request, answer);
    record(flight.request, answer, out);
    if (all.exchanges.empty() || !answer.is_accepted()) all = std::move(answer);
  }
  all.accepted = accepted;
  if (!step.expect.is_null()) return add_judged(step, all, 1, std::move(out));
  add_step(std::move(out));
}

}  // namespace pitboss::scenario
