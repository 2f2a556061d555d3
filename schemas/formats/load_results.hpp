#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "schemas/wire/decimal.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/time.hpp"

/// The results of a run of `pitboss load`, format `pitboss.load/1` (schemas/formats/load_results.schema.json): the one
/// thing that its reports are made from. All texts in it are free of secrets already.
namespace pitboss::results {

/// Latencies in microseconds.
struct Distribution {
  struct Point {
    wire::Decimal percentile;  ///< 0 to 100
    std::int64_t us = 0;
  };

  std::uint64_t count = 0;
  std::int64_t min_us = 0, mean_us = 0, max_us = 0;
  std::vector<Point> percentiles;  ///< 50, 75, 90, 95, 99, 99.9, 99.99, 100
  std::string histogram;           ///< HdrHistogram V2, compressed, base64: sums of shards are made from it
};

/// How many requests ended how.
struct OutcomeCounts {
  std::uint64_t right = 0, retryable = 0, lost = 0, failed = 0, wrong = 0;

  [[nodiscard]] std::uint64_t all() const { return right + retryable + lost + failed + wrong; }
};

struct LoadCall {
  std::string name;  ///< a call of the contract, or an outcome
  OutcomeCounts ended;
  Distribution latency;
};

struct LoadInterval {
  OutcomeCounts ended;
  std::int64_t p50_us = 0, p99_us = 0, max_us = 0;
  std::string histogram;  ///< with two digits; empty where nothing ended
};

struct LoadThreshold {
  std::string text;    ///< "p99<50ms"
  std::string actual;  ///< "12.3 ms"
  bool holds = false;
};

struct LoadExample {
  std::string who, story;
  std::string requirement;           ///< id in the catalogue; may be empty
  std::string request, reply, curl;  ///< may be empty
};

/// One kind of wrong reply.
struct LoadFinding {
  std::string kind;  ///< "balance", "audit", …
  std::uint64_t count = 0;
  std::vector<LoadExample> examples;  ///< the first few
};

struct LoadAudit {
  std::uint64_t actors = 0, right = 0, astray = 0, undecided = 0;
  std::vector<std::pair<std::string, std::string>> books;  ///< sums, in the order to show
  std::vector<std::string> unread;                         ///< why some could not be read back
};

enum class LoadVerdict { held, broken, incomplete };

/// One rate that a search for the limit tried.
struct LoadStep {
  std::int64_t rate = 0;  ///< requests a second, asked for
  wire::Decimal right;    ///< right replies a second
  std::int64_t p50_us = 0, p99_us = 0;
  LoadVerdict verdict = LoadVerdict::incomplete;
  std::string headline;
};

struct LoadResults {
  std::string id, version, command;
  std::string profile, contract, shape;  ///< shape: "closed loop, 64 connections" for people
  std::string shard;                     ///< "1/4"; empty for a run in one piece
  wire::TimePoint started_at{}, finished_at{};
  std::uint64_t seed = 0;
  int threads = 1, connections = 1;
  std::int64_t measured_ms = 0, warm_up_ms = 0, max_lag_us = 0;  ///< max_lag_us: 0 for a closed loop
  wire::Json target;                                             ///< the target file, redacted

  LoadVerdict verdict = LoadVerdict::incomplete;
  std::string headline;
  std::string void_reason;  ///< why the figures say nothing; empty where they do

  wire::Decimal rate;  ///< right replies a second
  OutcomeCounts ended;
  std::uint64_t in_flight_at_end = 0, never_sent = 0, connections_opened = 0, all_requests = 0;
  Distribution latency, raw, lag;  ///< from the intended time, from the actual one; send lag
  std::vector<LoadCall> calls, outcomes;
  std::int64_t interval_ms = 1000;
  std::vector<LoadInterval> timeline;
  std::vector<std::pair<std::string, std::uint64_t>> errors;
  std::vector<LoadThreshold> thresholds;
  std::vector<LoadFinding> findings;
  LoadAudit audit;
  std::vector<LoadStep> limit_steps;  ///< of a search for the limit, in their order; else empty
};

/// Who is audited: "players", "streams" of a feed, or both.
std::string_view actors_in_words(const LoadResults &results);
std::string_view to_string(LoadVerdict verdict);  ///< "held", "broken", "incomplete"

/// The results as a JSON value that the published schema accepts, and back. `load_from_json` throws std::runtime_error
/// with what is wrong.
wire::Json to_json(const LoadResults &results);
LoadResults load_from_json(const wire::Json &json);
/// Whether the JSON value says that it is of this format.
bool is_load_results(const wire::Json &json);

}  // namespace pitboss::results
