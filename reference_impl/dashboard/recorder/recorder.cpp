#include "reference_impl/dashboard/recorder/recorder.hpp"

#include "reference_impl/referee/exchange.hpp"
#include "reference_impl/referee/operation.hpp"

namespace pitboss::reference::dashboard {
namespace {

/// What the endpoint answered tells, whether that left or was lost; a 5xx leaves it open.
journal::Effect effect_of(int status, const std::string &action) {
  constexpr int success = 200, redirect = 300, server_error = 500;
  if (status >= server_error) return journal::Effect::unknown;
  const bool came_there = action != "lose_reply_before_commit";
  return came_there && status >= success && status < redirect ? journal::Effect::applied : journal::Effect::none;
}

}  // namespace

void Recorder::know(const std::string &contract, const std::vector<std::string> &paths) {
  for (const std::string &path : paths) contracts_.try_emplace(path, contract);
}

http::Handler Recorder::wrap(http::Handler inner) {
  return [this, inner = std::move(inner)](const http::Request &request, http::Answer answer) {
    arrived_[&request] = now_();
    inner(request, std::move(answer));
  };
}

void Recorder::finished(const http::Request &request, const http::Response &response, const std::string &action) {
  const auto arrived = arrived_.find(&request);
  const wire::TimePoint received = arrived == arrived_.end() ? now_() : arrived->second;  // what is no HTTP
  if (arrived != arrived_.end()) arrived_.erase(arrived);
  Seen seen = see(request, response, received);
  seen.exchange.action = action;
  seen.exchange.effect = effect_of(response.status, action);
  ++counts_[seen.contract];
  traffic_.add(seen.contract, seen.status(), seen.took_us());
  for (const auto &listener : listeners_) listener->exchanged(seen);
  ring_.add(std::move(seen));
}

std::uint64_t Recorder::exchanges_of(const std::string &contract) const {
  const auto found = counts_.find(contract);
  return found == counts_.end() ? 0 : found->second;
}

Seen Recorder::see(const http::Request &request, const http::Response &response, wire::TimePoint received) {
  const referee::Operation operation = referee::operation_of(request);
  const auto contract = contracts_.find(request.path);
  Seen seen{.id = ++last_id_,
            .contract = contract == contracts_.end() ? std::string() : contract->second,
            .call = operation.kind.empty() ? request.path : operation.kind,
            .partner = {},
            .code = std::string(response.code),
            .exchange = referee::exchange_of(request, response)};
  seen.exchange.received_at = received;
  seen.exchange.replied_at = std::max(received, now_());
  const std::string asking = seen.call == "token" ? Partners::asking(request) : std::string();
  redactor_.redact(seen.exchange);
  seen.partner = partners_.partner_of(seen, asking);
  return seen;
}

}  // namespace pitboss::reference::dashboard
