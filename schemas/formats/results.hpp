#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/catalogue/catalogue.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/time.hpp"

/// The results of a run, format `pitboss.results/1` (schemas/formats/results.schema.json): the one thing that every
/// report is made from. All texts in it are free of secrets already.
namespace pitboss::results {

using catalogue::Level;

/// In order of gravity for aggregation: see `worst`.
enum class Verdict { pass, not_applicable, warn, skip, blocked, fail };

std::string_view to_string(Verdict verdict);  ///< "pass", "not_applicable", …
std::optional<Verdict> parse_verdict(std::string_view text);
/// All of them, in order of gravity.
inline constexpr std::array<Verdict, 6> all_verdicts = {Verdict::pass, Verdict::not_applicable, Verdict::warn,
                                                        Verdict::skip, Verdict::blocked,        Verdict::fail};
/// The graver of the two.
Verdict worst(Verdict a, Verdict b);

struct HttpRequest {
  std::string method;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  ///< as sent, in order
  std::string body;                                          ///< as sent; bytes that are no UTF-8 are written as \xNN
  bool body_cut = false;                                     ///< only the beginning of a large body is kept
  std::uint64_t body_bytes = 0;
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< as received, in order
  std::string body;
  bool body_cut = false;
  std::uint64_t body_bytes = 0;
};

/// One request and what came of it.
struct Exchange {
  HttpRequest request;
  std::optional<HttpResponse> response;  ///< none where no reply came, or it was thrown away on purpose
  std::string error;  ///< why there is no response: "connection refused", "reply lost on purpose", …
  wire::TimePoint started_at{};
  std::chrono::microseconds duration{};
  std::string curl;  ///< one command that sends the same bytes again
  std::string note;  ///< "copy 3 of 10", "try 2 after RETRY_REQUIRED"; may be empty
};

/// One comparison.
struct Check {
  std::string what;         ///< "balance after the replay"
  std::string requirement;  ///< id of the requirement that it judges
  Level level = Level::must;
  std::string expected;
  std::string actual;
  Verdict verdict =
      Verdict::pass;  ///< pass, fail (level must), warn (level should); a may is pass with the observation in `actual`
};

/// One step of a scenario. The request and response of results.json are those of the last exchange.
struct Step {
  std::string name;                 ///< what it does, in words: "debit 10.00 in round R1"
  std::string call;                 ///< contract call: authenticate, balance, debit, credit, rollback, or empty
  std::string player;               ///< label of the player: "player 1"; may be empty
  std::vector<Exchange> exchanges;  ///< in order of sending; several for retries and concurrent copies
  bool concurrent = false;          ///< the exchanges were in flight at the same time
  std::vector<Check> checks;
  std::string balance_before;  ///< as last known, plain decimal; empty where it is not known
  std::string balance_after;   ///< as the reply states it, or as read afterwards; empty where it is not known
  bool judged = true;          ///< false for set-up, evidence gathered after a failure, and giving back the money
};

struct Scenario {
  std::string id;  ///< "wallet.replay.debit-applied-once", with [field=ip] where generated
  std::string title;
  std::string contract;
  std::string file;  ///< "scenarios/wallet/replay.yaml"
  std::vector<std::string> requirements;
  std::vector<std::string> tags;
  Verdict verdict = Verdict::pass;
  std::string reason;  ///< for anything but pass: one sentence, tells the story of the money where money is the matter
  std::string hint;    ///< what to do; may be empty
  std::chrono::microseconds duration{};
  std::vector<Step> steps;
  bool expected_failure = false;  ///< listed in --expected-failures
  std::string replay;  ///< a scenario file that plays what failed alone; empty where nothing did, or none is known
};

struct RequirementResult {
  std::string id;
  std::string contract;
  Level level = Level::must;
  std::string sentence;
  std::string page;
  std::vector<std::string> source;
  Verdict verdict = Verdict::skip;
  std::string reason;  ///< for anything but pass; with a pass, which of its scenarios did not take part, if any
  std::vector<std::string> scenarios;  ///< ids of those that declare it or hold a check for it, the failed ones first
};

/// One look of the doctor at the target or the setup.
struct Finding {
  std::string name;                 ///< "connection", "signature", "funds of player 1"
  Verdict verdict = Verdict::pass;  ///< pass, warn, fail, skip
  std::string detail;
  std::string hint;
};

enum class RunVerdict { conformant, nonconformant, incomplete };
std::string_view to_string(RunVerdict verdict);
std::optional<RunVerdict> parse_run_verdict(std::string_view text);

struct Run {
  std::string id;
  wire::TimePoint started_at{};
  wire::TimePoint finished_at{};
  std::uint64_t seed = 0;
  std::string version;
  std::string command;                   ///< the command line, without secrets
  wire::Json target;                     ///< the target file, redacted, as an object with at least "name"
  std::vector<std::string> not_offered;  ///< optional parts that the target says it does not have
};

/// How many ended how; every verdict has its entry, 0 included.
struct Counts {
  std::map<Verdict, int> requirements;
  std::map<Verdict, int> must;  ///< of the requirements, those of level must
  std::map<Verdict, int> scenarios;
};

struct Results {
  Run run;
  RunVerdict verdict = RunVerdict::incomplete;
  std::string headline;  ///< "not conformant: 3 of 61 MUST requirements failed"
  Counts counts;
  std::vector<Finding> doctor;
  std::vector<RequirementResult> requirements;
  std::vector<Scenario> scenarios;
};

/// The results as a JSON value that the published schema accepts, and back. `from_json` throws std::runtime_error with
/// the path of the first member that is wrong.
wire::Json to_json(const Results &results);
Results from_json(const wire::Json &json);

/// Fills in `requirements` (one row for each in `selected`), `counts`, `verdict` and `headline` from the scenarios and
/// the findings. Skipped is never passed: a `must` that is skipped or blocked, or an empty selection, makes the run
/// incomplete.
void summarise(Results &results, const std::vector<const catalogue::Requirement *> &selected);

/// What happens during a run, as it happens. Reporters and progress listen; none of them steers. Calls come from one
/// thread at a time.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void run_started(const Run & /*run*/, std::size_t /*scenarios*/) {}
  virtual void doctor_finished(const std::vector<Finding> & /*findings*/) {}
  virtual void scenario_started(const Scenario & /*scenario*/) {}
  virtual void step_finished(const Scenario & /*scenario*/, const Step & /*step*/) {}
  virtual void scenario_finished(const Scenario & /*scenario*/) {}
  virtual void run_finished(const Results & /*results*/) {}
};

}  // namespace pitboss::results
