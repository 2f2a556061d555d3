#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schemas/files/yaml_file.hpp"
#include "schemas/wire/json.hpp"

/// Scenario files (docs/scenarios.md): load, expand, select, run.
namespace pitboss::scenario {

/// One step, checked against the schema and the catalogue. `arguments` and `expect` stay data; the runner of the
/// contract reads them.
struct Step {
  std::string action;    ///< "debit", "concurrently", …
  wire::Json arguments;  ///< object
  wire::Json expect;     ///< null where there is none; always an object otherwise ("accepted" became {accepted: true})
  std::string requirement;         ///< id
  bool names_requirement = false;  ///< it is the step's own, not the scenario's first
  std::string say;
  std::string lose_reply;  ///< empty, after_send, after_answer
  int repeat = 1;
  wire::Json keep;             ///< of REST contracts: what is kept of the reply; null where nothing is
  bool while_limited = false;  ///< of REST contracts: sent right after a 429
  files::Position at;
};

struct Needs {
  int players = 1;
  bool other_game = false;
  bool free_game = false;
  std::optional<int> free_rounds_at_most;
  bool expired_player_token = false;
  std::string rejected_launch_token;
  std::string funds = "20.00";
  int decimals = 2;
  std::string offers;                ///< optional part that the scenario belongs to: "free-games"; or empty
  std::vector<std::string> target;   ///< of REST contracts: paths that the contract's part of the target file must hold
  std::vector<std::string> applies;  ///< likewise, but where they are missing the scenario is not applicable
  bool two_tokens = false;           ///< of one client, side by side
  bool slow = false;                 ///< waits for the clock
};

struct Scenario {
  std::string id;
  std::string title;
  std::string contract;
  std::string file;
  std::vector<std::string> requirements;
  std::vector<std::string> tags;
  Needs needs;
  std::map<std::string, std::string> ids;  ///< label to pattern
  std::vector<Step> steps;
  std::optional<std::uint64_t> seed;  ///< that `random_calls` draws from; the run's where there is none
  wire::Json document;                ///< as it was read, what for_each names replaced
};

/// Reads scenario texts: expands `for_each`, checks schema, catalogue and nearest names. Throws files::FileErrors with
/// all faults.
std::vector<Scenario> load_scenarios(std::string_view text, const std::string &file);

/// The scenarios that come with Pitboss, embedded in the program, in the order of their files and in them.
const std::vector<Scenario> &embedded_scenarios();

/// All `*.yaml` below a folder, or one file.
std::vector<Scenario> load_scenarios(const std::filesystem::path &file_or_folder);

}  // namespace pitboss::scenario
