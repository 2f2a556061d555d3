#include "reference_impl/referee/referee.hpp"

#include <stdexcept>

#include "reference_impl/referee/exchange.hpp"
#include "schemas/files/yaml_file.hpp"
#include "schemas/wire/ids.hpp"

namespace pitboss::reference::referee {
namespace {

using Kind = Action::Kind;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds sync_after{200};

std::vector<Script> read_scripts(const RefereeOptions &options) {
  std::vector<Script> scripts;
  for (const std::filesystem::path &path : options.scripts) {
    scripts.push_back(read_script(path));
    const auto &contracts = options.contracts;
    if (std::find(contracts.begin(), contracts.end(), scripts.back().contract) == contracts.end())
      throw std::runtime_error(path.string() + ": is a script of the contract " + scripts.back().contract +
                               ", which is not judged: name it with --contract too");
  }
  if (options.scripts.empty() && !options.behaves)
    for (const std::string &contract : options.contracts) scripts.push_back(shipped_script(contract));
  return scripts;
}

std::string names_of(const std::vector<Script> &scripts) {
  std::string names;
  for (const Script &script : scripts) names.append(names.empty() ? "" : ", ").append(script.name);
  return names;
}

/// Whether the signature of a wallet request fits, as the endpoint's reply tells; nullopt where it tells nothing.
std::optional<bool> signature_right(const http::Request &request, int status, std::string_view code) {
  if (request.header("X-HMAC-Signature") == nullptr) return false;
  return status == 0 ? std::nullopt : std::optional(code != "SERVER_UNAUTHORIZED");
}

}  // namespace

Clock::Clock(std::optional<wire::TimePoint> begin, unsigned speed)
    : begin_(begin.value_or(wire::now())), speed_(speed) {}

wire::TimePoint Clock::now() const {
  const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - started_);
  return begin_ + passed * speed_;
}

Referee::Referee(const RefereeOptions &options, http::Later later, std::function<void(const std::string &)> on_fatal)
    : options_(options),
      clock_(options.clock, options.clock_speed),
      later_(std::move(later)),
      on_fatal_(std::move(on_fatal)),
      schedule_({}, 0),
      meddler_(later_),
      writer_(options.journal) {
  std::vector<Script> scripts = read_scripts(options);
  const journal::Journal header{.id = wire::fresh_guid(),
                                .contracts = options.contracts,
                                .started_at = clock_.now(),
                                .clock_speed = options.clock_speed,
                                .real_started_at = wire::now(),
                                .ended_at = {},
                                .seed = options.seed,
                                .script = names_of(scripts),
                                .version = options.version,
                                .exchanges = {}};
  schedule_ = Schedule(std::move(scripts), options.seed);
  writer_.write(journal::header_line(header));
}

http::Handler Referee::wrap(http::Handler inner) {
  inner_ = std::move(inner);
  return [this](const http::Request &request, http::Answer answer) { serve(request, answer); };
}

void Referee::serve(const http::Request &request, const http::Answer &answer) {
  const Operation operation = operation_of(request);
  const WatchedPtr watched = watched_[&request] = std::make_shared<Watched>();
  watched->received_at = clock_.now();
  watched->contract = operation.contract;
  if (options_.on_exchange) options_.on_exchange(true);
  if (auto held = meddler_.held_back(operation, request)) {
    watched->chosen = std::move(held->chosen);
    return answer(std::move(held->response));
  }
  watched->chosen = schedule_.choose(operation);
  const Action action = watched->chosen ? watched->chosen->action : Action{};
  meddler_.act(action, operation, request, inner_, answer, [watched](int status, std::string_view code) {
    watched->status = status;
    watched->code = code;
  });
}

void Referee::finished(const http::Request &request, const http::Response &response) {
  const auto found = watched_.find(&request);
  if (found == watched_.end()) {  // what was no HTTP never came to serve()
    Watched unread;
    unread.received_at = clock_.now();
    write(request, response, unread);
  } else {
    const WatchedPtr watched = found->second;
    watched_.erase(found);
    write(request, response, *watched);
    if (options_.on_exchange) options_.on_exchange(false);
  }
  sync_now_and_then();
}

void Referee::write(const http::Request &request, const http::Response &response, const Watched &watched) {
  journal::Exchange exchange = exchange_of(request, response);
  exchange.received_at = watched.received_at;
  exchange.replied_at = clock_.now();
  if (watched.contract == "wallet") exchange.signature_right = signature_right(request, watched.status, watched.code);
  exchange.effect = watched.status >= 200 && watched.status < 300 ? journal::Effect::applied : journal::Effect::none;
  if (watched.chosen && watched.chosen->action.kind != Kind::serve) {
    exchange.rule = watched.chosen->rule;
    exchange.action = to_string(watched.chosen->action.kind);
  }
  redactor_.redact(exchange);
  try {
    writer_.write(journal::exchange_line(exchange));
  } catch (const std::runtime_error &error) {
    on_fatal_(error.what());
  }
}

void Referee::sync_now_and_then() {
  if (sync_pending_) return;
  sync_pending_ = true;
  later_(sync_after, [this] {
    sync_pending_ = false;
    try {
      writer_.sync();
    } catch (const std::runtime_error &error) {
      on_fatal_(error.what());
    }
  });
}

void Referee::end() {
  writer_.write(journal::end_line(clock_.now()));
  writer_.sync();
}

}  // namespace pitboss::reference::referee
