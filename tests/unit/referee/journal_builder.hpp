#pragma once

#include <string>

#include "simulator/referee/to_results.hpp"

namespace pitboss::referee {

/// Writes a journal as a test tells it: each exchange 100 ms after the one before.
class JournalBuilder {
 public:
  explicit JournalBuilder(const std::string &contract) {
    journal.contracts = {contract};
    journal.started_at = journal.real_started_at = now = wire::parse_date_time("2026-11-25T12:00:00Z").value();
  }

  /// A request, and its reply at once. Status 0: no reply was sent.
  journal::Exchange &add(const std::string &path, const std::string &body, int status,
                         const std::string &reply = "{}") {
    now += std::chrono::milliseconds(100);
    journal::Exchange exchange;
    exchange.received_at = exchange.replied_at = now;
    exchange.method = "POST";
    exchange.path = path;
    exchange.body = body;
    exchange.headers = {{"Authorization", "Bearer " + token}};
    exchange.effect = status >= 200 && status < 300 ? journal::Effect::applied : journal::Effect::none;
    exchange.delivery = status == 0 ? journal::Delivery::none : journal::Delivery::whole;
    if (status != 0) exchange.reply = journal::Reply{status, {}, reply};
    return journal.exchanges.emplace_back(std::move(exchange));
  }

  void wait(std::chrono::milliseconds time) { now += time; }

  /// The opinion on CONTRACT.client.`name`, at the end of the journal.
  Opinion opinion(const std::string &name) {
    journal.ended_at = now + std::chrono::seconds(5);
    const std::string id = journal.contracts.front() + ".client." + name;
    for (Opinion &one : judge(journal, journal.contracts.front()))
      if (one.requirement == id) return one;
    throw std::logic_error("no opinion on " + id);
  }

  /// "broken", "kept" or "not observed".
  std::string verdict(const std::string &name) {
    const Opinion one = opinion(name);
    if (!one.violations.empty()) return "broken";
    return one.occasions > 0 ? "kept" : "not observed";
  }

  journal::Journal journal;
  wire::TimePoint now{};
  std::string token = "token-1";
};

}  // namespace pitboss::referee
