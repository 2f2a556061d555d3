#include "simulator/referee/to_results.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "schemas/catalogue/catalogue.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::referee {

using catalogue::Catalogue;
using catalogue::Level;
using catalogue::Requirement;
using results::Verdict;

namespace {

constexpr std::size_t most_body_bytes = 8 * 1024;

template <class Message>
void set_body(Message &message, const std::string &body) {
  message.body = wire::to_valid_utf8(wire::cut_utf8(body, most_body_bytes));
  message.body_cut = body.size() > most_body_bytes;
  message.body_bytes = body.size();
}

std::string what_was_done(const journal::Exchange &exchange) {
  return exchange.rule.empty() ? "" : fmt::format("the referee: {} ({})", exchange.rule, exchange.action);
}

results::Exchange to_exchange(const journal::Exchange &from) {
  results::Exchange to;
  to.request.method = wire::to_valid_utf8(from.method);
  to.request.url = wire::to_valid_utf8(from.path + (from.query.empty() ? "" : "?" + from.query));
  to.request.headers = from.headers;
  set_body(to.request, from.body);
  to.started_at = from.received_at;
  to.duration = from.replied_at - from.received_at;
  to.note = what_was_done(from);
  if (!from.reply) {
    to.error = "no reply was sent: the connection was closed";
    return to;
  }
  to.response = results::HttpResponse{
      .status = from.reply->status, .headers = from.reply->headers, .body = {}, .body_cut = false, .body_bytes = 0};
  set_body(*to.response, from.reply->body);
  if (from.delivery == journal::Delivery::part) to.error = "only the beginning of this reply was sent";
  return to;
}

results::Step to_step(const journal::Journal &journal, const std::vector<std::size_t> &proof, std::string name) {
  results::Step step;
  step.name = std::move(name);
  for (const std::size_t i : proof) step.exchanges.push_back(to_exchange(journal.exchanges[i]));
  return step;
}

results::Check check(const Requirement &row, std::string actual, Verdict verdict) {
  return {.what = "what the client does",
          .requirement = row.id,
          .level = row.level,
          .expected = row.sentence,
          .actual = std::move(actual),
          .verdict = verdict};
}

std::string and_more(std::size_t count) {
  return count < 2 ? "" : fmt::format(" (and {} more)", count - 1);
}

void tell_violations(const journal::Journal &journal, const Requirement &row, const Opinion &opinion,
                     results::Scenario &scenario) {
  scenario.verdict = row.level == Level::must ? Verdict::fail : Verdict::warn;
  scenario.reason = opinion.violations.front().story + and_more(opinion.violations.size());
  scenario.hint = row.hint;
  for (const Violation &violation : opinion.violations) {
    results::Step step = to_step(journal, violation.proof, violation.story);
    step.checks.push_back(check(row, violation.story, scenario.verdict));
    scenario.steps.push_back(std::move(step));
  }
}

void tell_kept(const journal::Journal &journal, const Requirement &row, const Opinion &opinion,
               results::Scenario &scenario) {
  for (const std::size_t i : opinion.examples) {
    results::Step step = to_step(journal, {i}, "an occasion on which it was kept");
    step.checks.push_back(check(row, "so it does", Verdict::pass));
    scenario.steps.push_back(std::move(step));
  }
}

results::Scenario to_scenario(const journal::Journal &journal, const Requirement &row, const Opinion &opinion) {
  results::Scenario scenario;
  scenario.id = row.id;
  scenario.title = row.sentence;
  scenario.contract = row.contract;
  scenario.file = "schemas/" + row.contract + "/client_requirements.yaml";
  scenario.requirements = {row.id};
  scenario.duration = journal.ended_at - journal.started_at;
  if (!opinion.violations.empty()) {
    tell_violations(journal, row, opinion, scenario);
  } else if (opinion.occasions > 0) {
    tell_kept(journal, row, opinion, scenario);
  } else {
    scenario.verdict = Verdict::skip;
    const std::string to_do = "the client has to " + row.show;
    scenario.reason = "not observed: " + (opinion.unclear.empty() ? to_do : opinion.unclear);
    if (!opinion.unclear.empty()) scenario.hint = to_do;
  }
  return scenario;
}

std::vector<const Requirement *> rows_of(const journal::Journal &journal) {
  std::vector<const Requirement *> rows;
  for (const Requirement &row : Catalogue::clients().rows())
    if (std::find(journal.contracts.begin(), journal.contracts.end(), row.contract) != journal.contracts.end())
      rows.push_back(&row);
  return rows;
}

std::vector<Opinion> opinions_of(const journal::Journal &journal) {
  std::vector<Opinion> all;
  for (const std::string &contract : journal.contracts) {
    std::vector<Opinion> some = judge(journal, contract);
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

wire::Json target_of(const journal::Journal &journal) {
  wire::Json target;
  std::string contracts;
  for (const std::string &contract : journal.contracts) contracts += (contracts.empty() ? "" : ", ") + contract;
  target.set("name", "client of " + contracts).set("exchanges", journal.exchanges.size());
  if (!journal.script.empty()) target.set("script", journal.script);
  return target;
}

}  // namespace

results::Results to_results(const journal::Journal &journal, const std::string &command) {
  results::Results results;
  results.run.id = journal.id;
  results.run.started_at = journal.started_at;
  results.run.finished_at = journal.ended_at;
  results.run.seed = journal.seed;
  results.run.version = journal.version;
  results.run.command = command;
  results.run.target = target_of(journal);
  const std::vector<Opinion> opinions = opinions_of(journal);
  const std::vector<const Requirement *> rows = rows_of(journal);
  for (const Requirement *row : rows) {
    const auto opinion =
        std::find_if(opinions.begin(), opinions.end(), [&](const Opinion &one) { return one.requirement == row->id; });
    results.scenarios.push_back(to_scenario(journal, *row, *opinion));
  }
  results::summarise(results, rows);
  return results;
}

}  // namespace pitboss::referee
