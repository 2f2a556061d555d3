// Reads results.json back, as strictly as its schema: a report is never made from half a file.
#include <charconv>
#include <set>
#include <stdexcept>

#include "schemas/formats/results.hpp"

namespace pitboss::results {

namespace {

using wire::Json;

/// A value of the file and the path that leads to it, for the messages: "scenarios[3].steps[0].name".
class Reader {
 public:
  Reader(const Json &json, std::string path) : json_(json), path_(std::move(path)) {}

  [[noreturn]] void fail(const std::string &what) const {
    throw std::runtime_error("results: " + (path_.empty() ? "the file" : path_) + " " + what);
  }

  [[nodiscard]] bool is_null() const { return json_.is_null(); }
  [[nodiscard]] const Json &json() const { return json_; }

  /// This value, which has to be an object without members of other names and without two of one name.
  const Reader &object(const std::set<std::string_view> &allowed) const {
    if (json_.object() == nullptr) fail("is no object");
    std::set<std::string_view> seen;
    for (const auto &[name, value] : *json_.object()) {
      if (!allowed.contains(name)) fail("has an unknown member '" + name + "'");
      if (!seen.insert(name).second) fail("has the member '" + name + "' twice");
    }
    return *this;
  }

  [[nodiscard]] bool has(std::string_view name) const { return json_.find(name) != nullptr; }

  Reader operator[](std::string_view name) const {
    const Json *member = json_.find(name);
    if (member == nullptr) fail("has no member '" + std::string(name) + "'");
    return {*member, path_.empty() ? std::string(name) : path_ + "." + std::string(name)};
  }

  [[nodiscard]] std::string text() const {
    if (json_.string() == nullptr) fail("is no text");
    return *json_.string();
  }
  [[nodiscard]] bool boolean() const {
    if (json_.boolean() == nullptr) fail("is neither true nor false");
    return *json_.boolean();
  }

  template <typename Integer>
  [[nodiscard]] Integer integer() const {
    return integer_of<Integer>(json_.decimal());
  }

  [[nodiscard]] std::chrono::microseconds milliseconds() const {
    const std::optional<wire::Decimal> value = json_.decimal();
    const wire::Decimal limit(9'000'000'000'000'000);  // 285,000 years: what the microseconds of a duration can hold
    if (!value || value->places() > 3 || *value > limit || *value < -limit) fail("is no number of milliseconds");
    return std::chrono::microseconds(integer_of<std::int64_t>(*value * 1000));
  }

  [[nodiscard]] wire::TimePoint time() const {
    const std::optional<wire::TimePoint> time = wire::parse_date_time(text());
    if (!time) fail("is no ISO 8601 time");
    return *time;
  }

  /// One of a set of words, by the function that knows them.
  template <typename Parse>
  auto word(Parse parse) const {
    const auto value = parse(std::string_view(text()));
    if (!value) fail("is '" + text() + "', which is none of the known words");
    return *value;
  }

  template <typename Convert>
  auto list(Convert convert) const {
    if (json_.array() == nullptr) fail("is no array");
    std::vector<decltype(convert(std::declval<Reader>()))> elements;
    elements.reserve(json_.array()->size());
    for (const Json &element : *json_.array())
      elements.push_back(convert(Reader(element, path_ + "[" + std::to_string(elements.size()) + "]")));
    return elements;
  }

  [[nodiscard]] std::vector<std::string> texts() const {
    return list([](const Reader &element) { return element.text(); });
  }

 private:
  template <typename Integer>
  [[nodiscard]] Integer integer_of(const std::optional<wire::Decimal> &value) const {
    Integer result{};
    const std::string digits = value ? value->to_string() : std::string();
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), result);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
      fail("is no whole number in range");
    return result;
  }

  const Json &json_;
  std::string path_;
};

std::vector<std::pair<std::string, std::string>> read_headers(const Reader &reader) {
  return reader.list([](const Reader &field) {
    field.object({"name", "value"});
    return std::pair(field["name"].text(), field["value"].text());
  });
}

HttpRequest read_request(const Reader &reader) {
  reader.object({"method", "url", "headers", "body", "body_cut", "body_bytes"});
  HttpRequest request;
  request.method = reader["method"].text();
  request.url = reader["url"].text();
  request.headers = read_headers(reader["headers"]);
  request.body = reader["body"].text();
  request.body_cut = reader["body_cut"].boolean();
  request.body_bytes = reader["body_bytes"].integer<std::uint64_t>();
  return request;
}

std::optional<HttpResponse> read_response(const Reader &reader) {
  if (reader.is_null()) return std::nullopt;
  reader.object({"status", "headers", "body", "body_cut", "body_bytes"});
  HttpResponse response;
  response.status = reader["status"].integer<int>();
  response.headers = read_headers(reader["headers"]);
  response.body = reader["body"].text();
  response.body_cut = reader["body_cut"].boolean();
  response.body_bytes = reader["body_bytes"].integer<std::uint64_t>();
  return response;
}

/// The members of an exchange, wherever they stand.
Exchange read_exchange_members(const Reader &reader) {
  Exchange exchange;
  exchange.request = read_request(reader["request"]);
  exchange.response = read_response(reader["response"]);
  exchange.error = reader["error"].text();
  exchange.started_at = reader["started_at"].time();
  exchange.duration = reader["duration_ms"].milliseconds();
  exchange.curl = reader["curl"].text();
  exchange.note = reader["note"].text();
  return exchange;
}

Exchange read_exchange(const Reader &reader) {
  return read_exchange_members(
      reader.object({"request", "response", "error", "started_at", "duration_ms", "curl", "note"}));
}

Check read_check(const Reader &reader) {
  reader.object({"what", "requirement", "level", "expected", "actual", "verdict"});
  Check check;
  check.what = reader["what"].text();
  check.requirement = reader["requirement"].text();
  check.level = reader["level"].word(catalogue::parse_level);
  check.expected = reader["expected"].text();
  check.actual = reader["actual"].text();
  check.verdict = reader["verdict"].word(parse_verdict);
  return check;
}

Step read_step(const Reader &reader) {
  reader.object({"name", "call", "player", "judged", "concurrent", "balance_before", "balance_after", "request",
                 "response", "error", "started_at", "duration_ms", "curl", "note", "checks", "exchanges"});
  Step step;
  step.name = reader["name"].text();
  step.call = reader["call"].text();
  step.player = reader["player"].text();
  step.judged = reader["judged"].boolean();
  step.concurrent = reader["concurrent"].boolean();
  step.balance_before = reader["balance_before"].text();
  step.balance_after = reader["balance_after"].text();
  step.checks = reader["checks"].list(read_check);
  if (reader.has("exchanges")) {
    step.exchanges = reader["exchanges"].list(read_exchange);
    if (step.exchanges.size() < 2) reader["exchanges"].fail("holds fewer than two");
  } else if (reader.has("request")) {
    step.exchanges.push_back(read_exchange_members(reader));
  }
  return step;
}

Scenario read_scenario(const Reader &reader) {
  reader.object({"id", "title", "contract", "file", "requirements", "tags", "verdict", "reason", "hint", "duration_ms",
                 "expected_failure", "steps", "replay"});
  Scenario scenario;
  scenario.id = reader["id"].text();
  scenario.title = reader["title"].text();
  scenario.contract = reader["contract"].text();
  scenario.file = reader["file"].text();
  scenario.requirements = reader["requirements"].texts();
  scenario.tags = reader["tags"].texts();
  scenario.verdict = reader["verdict"].word(parse_verdict);
  scenario.reason = reader["reason"].text();
  scenario.hint = reader["hint"].text();
  scenario.duration = reader["duration_ms"].milliseconds();
  scenario.expected_failure = reader["expected_failure"].boolean();
  scenario.steps = reader["steps"].list(read_step);
  if (reader.has("replay")) scenario.replay = reader["replay"].text();
  return scenario;
}

RequirementResult read_requirement(const Reader &reader) {
  reader.object({"id", "contract", "level", "verdict", "sentence", "page", "source", "reason", "scenarios"});
  RequirementResult row;
  row.id = reader["id"].text();
  row.contract = reader["contract"].text();
  row.level = reader["level"].word(catalogue::parse_level);
  row.verdict = reader["verdict"].word(parse_verdict);
  row.sentence = reader["sentence"].text();
  row.page = reader["page"].text();
  row.source = reader["source"].texts();
  row.reason = reader["reason"].text();
  row.scenarios = reader["scenarios"].texts();
  return row;
}

Finding read_finding(const Reader &reader) {
  reader.object({"name", "verdict", "detail", "hint"});
  Finding finding;
  finding.name = reader["name"].text();
  finding.verdict = reader["verdict"].word(parse_verdict);
  finding.detail = reader["detail"].text();
  finding.hint = reader["hint"].text();
  return finding;
}

std::map<Verdict, int> read_counts(const Reader &reader) {
  reader.object({"pass", "not_applicable", "warn", "skip", "blocked", "fail"});
  std::map<Verdict, int> counts;
  for (const Verdict verdict : all_verdicts) counts[verdict] = reader[to_string(verdict)].integer<int>();
  return counts;
}

Run read_run(const Reader &reader) {
  reader.object({"id", "started_at", "finished_at", "seed", "version", "command", "target", "not_offered"});
  Run run;
  run.id = reader["id"].text();
  run.started_at = reader["started_at"].time();
  run.finished_at = reader["finished_at"].time();
  run.seed = reader["seed"].integer<std::uint64_t>();
  run.version = reader["version"].text();
  run.command = reader["command"].text();
  run.target = reader["target"].json();
  if (run.target.object() == nullptr) reader["target"].fail("is no object");
  static_cast<void>(reader["target"]["name"].text());
  run.not_offered = reader["not_offered"].texts();
  return run;
}

void read_summary(const Reader &reader, Results &results) {
  reader.object({"verdict", "headline", "counts"});
  results.verdict = reader["verdict"].word(parse_run_verdict);
  results.headline = reader["headline"].text();
  const Reader counts = reader["counts"];
  counts.object({"requirements", "must", "scenarios"});
  results.counts.requirements = read_counts(counts["requirements"]);
  results.counts.must = read_counts(counts["must"]);
  results.counts.scenarios = read_counts(counts["scenarios"]);
}

}  // namespace

Results from_json(const wire::Json &json) {
  const Reader reader(json, "");
  // The format first: a file of another one should be told so, not that some member of it is unknown.
  if (json.object() == nullptr) reader.fail("is no JSON object");
  if (const std::string format = reader["format"].text(); format != "pitboss.results/1")
    reader["format"].fail("is '" + format + "'; this program reads 'pitboss.results/1'");
  reader.object({"format", "run", "summary", "doctor", "requirements", "scenarios"});
  Results results;
  results.run = read_run(reader["run"]);
  read_summary(reader["summary"], results);
  results.doctor = reader["doctor"].list(read_finding);
  results.requirements = reader["requirements"].list(read_requirement);
  results.scenarios = reader["scenarios"].list(read_scenario);
  return results;
}

}  // namespace pitboss::results
