#include "reference_impl/referee/script.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "reference_impl/referee/operation.hpp"
#include "schemas/files/yaml_file.hpp"
#include "schemas/formats/format_schemas.hpp"

namespace pitboss::reference::referee {

std::optional<std::string_view> script_file(std::string_view path);  // generated from scenarios/referee

namespace {

using wire::Json;
using Kind = Action::Kind;

constexpr std::string_view schema_path = "schemas/formats/referee.schema.json";

constexpr std::array<std::pair<Kind, std::string_view>, 12> action_names = {{
    {Kind::serve, "serve"},
    {Kind::lose_reply_after_commit, "lose_reply_after_commit"},
    {Kind::lose_reply_before_commit, "lose_reply_before_commit"},
    {Kind::reset_reply, "reset_reply"},
    {Kind::cut_json, "cut_json"},
    {Kind::slow, "slow"},
    {Kind::server_error, "server_error"},
    {Kind::session_expired, "session_expired"},
    {Kind::insufficient_funds, "insufficient_funds"},
    {Kind::token_expired, "token_expired"},
    {Kind::too_many, "too_many"},
    {Kind::refuse_record, "refuse_record"},
}};

Kind kind_of(std::string_view name) {
  const auto kind = action_kind(name);
  if (!kind) throw std::logic_error("the schema lets an unknown action through");
  return *kind;
}

/// A whole number that the schema has looked at.
unsigned number(const Json &json) {
  return static_cast<unsigned>(std::stoul(json.number()->text));
}

/// `serve`, or `{slow: 3000}`, or `{too_many: {seconds: 2, as: date}}`.
Action read_action(const Json &json) {
  if (json.string() != nullptr) return {.kind = kind_of(*json.string())};
  const auto &[name, value] = json.object()->front();
  Action action{.kind = kind_of(name)};
  if (action.kind == Kind::slow) {
    action.time = std::chrono::milliseconds(number(value));
  } else {
    action.time = std::chrono::seconds(number(*value.find("seconds")));
    const Json *form = value.find("as");
    action.as_date = form != nullptr && *form->string() == "date";
  }
  return action;
}

class ScriptReader {
 public:
  explicit ScriptReader(const files::YamlFile &file) : file_(file) {}

  Script read() {
    Script script{.name = std::filesystem::path(file_.file).stem().string(),
                  .contract = *file_.json.find("referee")->string(),
                  .rules = {}};
    const wire::JsonArray &rules = *file_.json.find("rules")->array();
    for (std::size_t i = 0; i < rules.size(); ++i)
      script.rules.push_back(read_rule(rules[i], "/rules/" + std::to_string(i), script.contract));
    if (!errors_.empty()) throw files::FileErrors(std::move(errors_));
    return script;
  }

 private:
  void complain(const std::string &pointer, std::string message) {
    errors_.push_back({file_.file, file_.at(pointer), std::move(message)});
  }

  Rule read_rule(const Json &json, const std::string &pointer, const std::string &contract) {
    Rule rule{.name = *json.find("name")->string(), .on = {}, .every = 1, .at_most = {}, .actions = {}};
    const auto [first, is_new] = lines_.emplace(rule.name, file_.at(pointer + "/name").line);
    if (!is_new)
      complain(pointer + "/name", "`" + rule.name + "` stands in line " + std::to_string(first->second) + " already");
    const std::vector<std::string> &kinds = operation_kinds(contract);
    const wire::JsonArray &on = *json.find("on")->array();
    for (std::size_t i = 0; i < on.size(); ++i) {
      rule.on.push_back(*on[i].string());
      if (std::find(kinds.begin(), kinds.end(), rule.on.back()) != kinds.end()) continue;
      const std::string near = files::nearest(rule.on.back(), kinds);
      complain(pointer + "/on/" + std::to_string(i), "`" + rule.on.back() + "` is no operation of " + contract +
                                                         (near.empty() ? "" : "; did you mean `" + near + "`?"));
    }
    if (const Json *every = json.find("every")) rule.every = number(*every);
    if (const Json *most = json.find("at_most")) rule.at_most = number(*most);
    const wire::JsonArray &actions = *json.find("do")->array();
    for (std::size_t i = 0; i < actions.size(); ++i) {
      rule.actions.push_back(read_action(actions[i]));
      check_contract(rule.actions.back().kind, contract, pointer + "/do/" + std::to_string(i));
    }
    return rule;
  }

  void check_contract(Kind kind, const std::string &contract, const std::string &pointer) {
    const bool of_wallet = kind == Kind::session_expired || kind == Kind::insufficient_funds;
    const bool of_feed = kind == Kind::token_expired || kind == Kind::too_many || kind == Kind::refuse_record;
    const std::string owner = of_wallet ? "wallet" : of_feed ? "feed" : contract;
    if (owner != contract)
      complain(pointer, "`" + std::string(to_string(kind)) + "` is of the contract " + owner + " only");
  }

  const files::YamlFile &file_;
  std::map<std::string, int> lines_;  // of the names
  std::vector<files::FileError> errors_;
};

Script to_script(const files::YamlFile &file) {
  std::vector<files::FileError> errors = files::validate(file, results::format_schema(schema_path).value());
  if (!errors.empty()) throw files::FileErrors(std::move(errors));
  return ScriptReader(file).read();
}

}  // namespace

std::string_view to_string(Action::Kind kind) {
  return std::find_if(action_names.begin(), action_names.end(), [&](const auto &row) { return row.first == kind; })
      ->second;
}

std::optional<Kind> action_kind(std::string_view name) {
  const auto *const found =
      std::find_if(action_names.begin(), action_names.end(), [&](const auto &row) { return row.second == name; });
  return found == action_names.end() ? std::nullopt : std::optional(found->first);
}

bool fits(Kind kind, std::string_view contract) {
  if (kind == Kind::session_expired || kind == Kind::insufficient_funds) return contract == "wallet";
  const bool is_of_feed = kind == Kind::token_expired || kind == Kind::too_many || kind == Kind::refuse_record;
  return !is_of_feed || contract == "feed";
}

Script read_script(const std::filesystem::path &path) {
  return to_script(files::read_yaml(path));
}

Script shipped_script(const std::string &contract) {
  const std::string path = "scenarios/referee/" + contract + ".yaml";
  return to_script(files::parse_yaml(script_file(path).value(), path));
}

}  // namespace pitboss::reference::referee
