#pragma once

#include <string>

#include "reference_impl/onboarding/onboarding.hpp"

namespace pitboss::reference::onboarding {

/// The traffic of partners on one contract as a test tells it: each exchange 100 ms after the one before.
class Traffic {
 public:
  explicit Traffic(std::string contract) : contract_(std::move(contract)) {}

  /// A request of `partner` and its reply; status 0: it was lost after it had been applied. Gives the exchange's id.
  std::uint64_t send(const std::string &method, const std::string &target, const std::string &body, int status,
                     const std::string &reply = "{}") {
    now += std::chrono::milliseconds(100);
    journal::Exchange exchange;
    exchange.received_at = exchange.replied_at = now;
    exchange.method = method;
    const std::size_t mark = std::min(target.find('?'), target.size());
    exchange.path = target.substr(0, mark);
    if (mark < target.size()) exchange.query = target.substr(mark + 1);
    exchange.body = body;
    exchange.effect = status == 0 || (status >= 200 && status < 300) ? journal::Effect::applied : journal::Effect::none;
    exchange.delivery = status == 0 ? journal::Delivery::none : journal::Delivery::whole;
    if (status != 0) exchange.reply = journal::Reply{status, {}, reply};
    onboarding.see(contract_, partner, {.id = ++last_id, .exchange = exchange});
    return last_id;
  }
  std::uint64_t post(const std::string &path, const std::string &body, int status, const std::string &reply = "{}") {
    return send("POST", path, body, status, reply);
  }
  std::uint64_t get(const std::string &target, const std::string &reply, int status = 200) {
    return send("GET", target, "", status, reply);
  }

  [[nodiscard]] StepState state(const std::string &step, const std::string &of = "acme") const {
    for (const PartnerProgress &progress : onboarding.progress(of))
      if (const auto found = progress.steps.find(step); found != progress.steps.end()) return found->second;
    return {};
  }
  [[nodiscard]] bool done(const std::string &step, const std::string &of = "acme") const {
    return state(step, of).done;
  }

  Onboarding onboarding;
  std::string partner = "acme";
  wire::TimePoint now = wire::parse_date_time("2026-11-25T12:00:00Z").value();
  std::uint64_t last_id = 0;

 private:
  std::string contract_;
};

}  // namespace pitboss::reference::onboarding
