#include <stdexcept>

#include "schemas/formats/load_results.hpp"

namespace pitboss::results {
namespace {

using wire::Json;

const Json &member(const Json &json, const char *name) {
  const Json *value = json.find(name);
  if (value == nullptr) throw std::runtime_error(std::string("load results: `") + name + "` is missing");
  return *value;
}

[[noreturn]] void refuse(const char *name, const char *expected) {
  throw std::runtime_error(std::string("load results: `") + name + "` is no " + expected);
}

std::string text(const Json &json, const char *name) {
  const std::string *value = member(json, name).string();
  if (value == nullptr) refuse(name, "text");
  return *value;
}

wire::Decimal decimal(const Json &json, const char *name) {
  const auto value = member(json, name).decimal();
  if (!value) refuse(name, "number");
  return *value;
}

template <class Integer>
Integer integer(const Json &json, const char *name) {
  const wire::Decimal value = decimal(json, name);
  if (value.places() != 0) refuse(name, "whole number");
  try {
    if (value.is_negative()) return static_cast<Integer>(std::stoll(value.to_string()));
    return static_cast<Integer>(std::stoull(value.to_string()));
  } catch (const std::out_of_range &) {
    refuse(name, "number of 64 bits");
  }
}

bool boolean(const Json &json, const char *name) {
  const bool *value = member(json, name).boolean();
  if (value == nullptr) refuse(name, "truth value");
  return *value;
}

template <class Read>
auto list(const Json &json, const char *name, Read read) {
  const wire::JsonArray *array = member(json, name).array();
  if (array == nullptr) refuse(name, "list");
  std::vector<decltype(read(array->front()))> items;
  for (const Json &item : *array) items.push_back(read(item));
  return items;
}

wire::TimePoint moment(const Json &json, const char *name) {
  const auto value = wire::parse_date_time(text(json, name));
  if (!value) refuse(name, "time");
  return *value;
}

OutcomeCounts read_counts(const Json &json) {
  return {integer<std::uint64_t>(json, "right"), integer<std::uint64_t>(json, "retryable"),
          integer<std::uint64_t>(json, "lost"), integer<std::uint64_t>(json, "failed"),
          integer<std::uint64_t>(json, "wrong")};
}

Distribution read_distribution(const Json &json) {
  return {integer<std::uint64_t>(json, "count"),
          integer<std::int64_t>(json, "min_us"),
          integer<std::int64_t>(json, "mean_us"),
          integer<std::int64_t>(json, "max_us"),
          list(json, "percentiles",
               [](const Json &point) {
                 return Distribution::Point{decimal(point, "percentile"), integer<std::int64_t>(point, "us")};
               }),
          text(json, "histogram")};
}

LoadCall read_call(const Json &json) {
  return {text(json, "name"), read_counts(member(json, "ended")), read_distribution(member(json, "latency"))};
}

LoadInterval read_interval(const Json &json) {
  return {read_counts(member(json, "ended")), integer<std::int64_t>(json, "p50_us"),
          integer<std::int64_t>(json, "p99_us"), integer<std::int64_t>(json, "max_us"), text(json, "histogram")};
}

LoadExample read_example(const Json &json) {
  return {text(json, "who"),     text(json, "story"), text(json, "requirement"),
          text(json, "request"), text(json, "reply"), text(json, "curl")};
}

LoadFinding read_finding(const Json &json) {
  return {text(json, "kind"), integer<std::uint64_t>(json, "count"), list(json, "examples", read_example)};
}

LoadAudit read_audit(const Json &json) {
  return {integer<std::uint64_t>(json, "actors"),
          integer<std::uint64_t>(json, "right"),
          integer<std::uint64_t>(json, "astray"),
          integer<std::uint64_t>(json, "undecided"),
          list(json, "books", [](const Json &row) { return std::pair(text(row, "name"), text(row, "value")); }),
          list(json, "unread", [](const Json &row) {
            if (row.string() == nullptr) refuse("unread", "list of texts");
            return *row.string();
          })};
}

void read_run(const Json &json, LoadResults &results) {
  results.id = text(json, "id");
  results.version = text(json, "version");
  results.command = text(json, "command");
  results.profile = text(json, "profile");
  results.contract = text(json, "contract");
  results.shape = text(json, "shape");
  results.shard = text(json, "shard");
  results.started_at = moment(json, "started_at");
  results.finished_at = moment(json, "finished_at");
  results.seed = integer<std::uint64_t>(json, "seed");
  results.threads = integer<int>(json, "threads");
  results.connections = integer<int>(json, "connections");
  results.measured_ms = integer<std::int64_t>(json, "measured_ms");
  results.warm_up_ms = integer<std::int64_t>(json, "warm_up_ms");
  results.max_lag_us = integer<std::int64_t>(json, "max_lag_us");
  results.target = member(json, "target");
}

LoadVerdict read_verdict(const Json &json) {
  const std::string name = text(json, "verdict");
  for (const LoadVerdict verdict : {LoadVerdict::held, LoadVerdict::broken, LoadVerdict::incomplete})
    if (name == to_string(verdict)) return verdict;
  refuse("verdict", "verdict: held, broken or incomplete");
}

LoadStep read_step(const Json &json) {
  return {integer<std::int64_t>(json, "rate"),   decimal(json, "right"), integer<std::int64_t>(json, "p50_us"),
          integer<std::int64_t>(json, "p99_us"), read_verdict(json),     text(json, "headline")};
}

}  // namespace

LoadResults load_from_json(const Json &json) {
  if (!is_load_results(json)) throw std::runtime_error("load results: `format` is not pitboss.load/1");
  LoadResults results;
  read_run(member(json, "run"), results);
  results.verdict = read_verdict(json);
  results.headline = text(json, "headline");
  results.void_reason = text(json, "void_reason");
  results.rate = decimal(json, "rate");
  results.ended = read_counts(member(json, "ended"));
  results.in_flight_at_end = integer<std::uint64_t>(json, "in_flight_at_end");
  results.never_sent = integer<std::uint64_t>(json, "never_sent");
  results.connections_opened = integer<std::uint64_t>(json, "connections_opened");
  results.all_requests = integer<std::uint64_t>(json, "all_requests");
  results.latency = read_distribution(member(json, "latency"));
  results.raw = read_distribution(member(json, "latency_from_actual_send"));
  results.lag = read_distribution(member(json, "send_lag"));
  results.calls = list(json, "calls", read_call);
  results.outcomes = list(json, "outcomes", read_call);
  results.interval_ms = integer<std::int64_t>(json, "interval_ms");
  results.timeline = list(json, "timeline", read_interval);
  results.errors = list(json, "errors", [](const Json &row) {
    return std::pair(text(row, "why"), integer<std::uint64_t>(row, "count"));
  });
  results.thresholds = list(json, "thresholds", [](const Json &row) {
    return LoadThreshold{text(row, "text"), text(row, "actual"), boolean(row, "holds")};
  });
  results.findings = list(json, "findings", read_finding);
  results.audit = read_audit(member(json, "audit"));
  if (json.find("limit_steps") != nullptr) results.limit_steps = list(json, "limit_steps", read_step);
  return results;
}

}  // namespace pitboss::results
