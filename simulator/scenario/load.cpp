#include <algorithm>
#include <set>

#include "schemas/catalogue/catalogue.hpp"
#include "schemas/formats/format_schemas.hpp"
#include "schemas/wire/leading_integer.hpp"
#include "simulator/scenario/amounts.hpp"
#include "simulator/scenario/for_each.hpp"
#include "simulator/scenario/rest_calls.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/scenario/scenario_files.hpp"

namespace pitboss::scenario {
namespace {

using files::FileError;
using wire::Json;

const std::vector<std::string> &actions() {
  static const std::vector<std::string> names{
      "authenticate", "balance", "debit",        "credit",       "rollback",
      "http",         "raw",     "concurrently", "random_calls", "use_up_free_game"};
  return names;
}

/// Those that need no call of the contract, or several (docs/rest-scenarios.md).
const std::vector<std::string> &rest_actions() {
  static const std::vector<std::string> names{"http",  "raw",  "concurrently", "walk_pages",
                                              "burst", "wait", "audit",        "random_calls"};
  return names;
}

/// What stands beside the action of a step.
const std::set<std::string, std::less<>> &beside_actions() {
  static const std::set<std::string, std::less<>> names{"expect", "requirement", "say",          "lose_reply",
                                                        "repeat", "keep",        "while_limited"};
  return names;
}

/// Reads the documents of one file; the faults of all of them are collected.
class Loader {
 public:
  enum class Check { schema, trusted };
  Loader(std::string file, Check check) : file_(std::move(file)), check_(check) {}

  void read(std::string_view text) {
    for (const files::YamlFile &document : files::parse_yaml_documents(text, file_)) {
      std::vector<Variant> variants = expand_for_each(document.json);
      if (variants.empty())
        errors_.push_back({document.file, document.at("/for_each"),
                           "`for_each` gives no value: there is no such schema, or no such field in it"});
      for (Variant &variant : variants) {
        const std::size_t before = errors_.size();
        read_variant({document.file, std::move(variant.json), document.positions}, variant.suffix);
        if (errors_.size() != before) break;  // the same fault in each variant is one fault
      }
    }
  }

  std::vector<Scenario> scenarios;
  [[nodiscard]] std::vector<FileError> take_errors() { return std::move(errors_); }

 private:
  void read_variant(const files::YamlFile &yaml, const std::string &suffix) {
    if (check_ == Check::schema) {
      std::vector<FileError> found = files::validate(yaml, schema_of(yaml.json));
      errors_.insert(errors_.end(), found.begin(), found.end());
      if (!found.empty()) return;
    }
    Scenario scenario;
    scenario.id = text(yaml.json, "id") + suffix;
    scenario.title = text(yaml.json, "title");
    scenario.contract = scenario.id.substr(0, scenario.id.find('.'));
    scenario.file = file_;
    scenario.requirements = texts(yaml.json, "requirements");
    scenario.tags = texts(yaml.json, "tags");
    read_needs(yaml.json, scenario.needs);
    if (const Json *ids = yaml.json.find("ids"); ids != nullptr && ids->object() != nullptr)
      for (const auto &[label, pattern] : *ids->object()) scenario.ids[label] = scalar_text(pattern);
    if (const Json *seed = yaml.json.find("seed"); seed != nullptr && seed->decimal())
      scenario.seed = std::stoull(seed->decimal()->to_string());  // the schema bounds it
    scenario.document = yaml.json;
    check_place(yaml, scenario);
    for (std::size_t i = 0; i < scenario.requirements.size(); ++i)
      check_requirement(yaml, "/requirements/" + std::to_string(i), scenario.requirements[i]);
    read_steps(yaml, scenario);
    scenarios.push_back(std::move(scenario));
  }

  static std::string contract_of(const Json &document) {
    const std::string id = text(document, "id");
    return id.substr(0, id.find('.'));
  }

  /// Contracts that write and list records share one form of scenarios.
  static std::string_view schema_of(const Json &document) {
    const bool rest = RestCalls::of(contract_of(document)) != nullptr;
    return results::format_schema(rest ? "schemas/formats/rest-scenario.schema.json"
                                       : "schemas/formats/scenario.schema.json")
        .value();
  }

  void check_place(const files::YamlFile &yaml, const Scenario &scenario) {
    const std::string folder = std::filesystem::path(file_).parent_path().filename().string();
    static const std::vector<std::string> contracts = catalogue::Catalogue::embedded().contracts();
    if (std::binary_search(contracts.begin(), contracts.end(), folder) && folder != scenario.contract)
      fault(yaml, "/id",
            "the id `" + scenario.id + "` is of the contract `" + scenario.contract +
                "`, but the file lies in the folder `" + folder + "`: start the id with `" + folder +
                ".`, or move the file");
  }

  void check_requirement(const files::YamlFile &yaml, const std::string &pointer, const std::string &id) {
    const catalogue::Catalogue &catalogue = catalogue::Catalogue::embedded();
    if (catalogue.find(id) != nullptr) return;
    std::vector<std::string> known;
    for (const catalogue::Requirement &row : catalogue.rows()) known.push_back(row.id);
    const std::string near = files::nearest(id, known);
    fault(yaml, pointer,
          "the catalogue has no requirement `" + id + "`" + (near.empty() ? "" : ": did you mean `" + near + "`?"));
  }

  static void read_needs(const Json &document, Needs &needs) {
    if (const Json *applies = document.find("applies")) needs.applies = texts(*applies, "target");
    const Json *json = document.find("needs");
    if (json == nullptr) return;
    needs.players = integer(*json, "players").value_or(needs.players);
    needs.other_game = flag(*json, "other_game");
    needs.free_game = flag(*json, "free_game");
    needs.free_rounds_at_most = integer(*json, "free_rounds_at_most");
    needs.expired_player_token = flag(*json, "expired_player_token");
    needs.rejected_launch_token = text(*json, "rejected_launch_token");
    if (const Json *funds = json->find("funds")) needs.funds = scalar_text(*funds);
    needs.decimals = integer(*json, "decimals").value_or(needs.decimals);
    needs.offers = text(*json, "offers");
    needs.target = texts(*json, "target");
    needs.two_tokens = flag(*json, "two_tokens");
    needs.slow = text(*json, "time") == "slow";
  }

  void read_steps(const files::YamlFile &yaml, Scenario &scenario) {
    const Json *steps = yaml.json.find("steps");
    if (steps == nullptr || steps->array() == nullptr) return;
    for (std::size_t i = 0; i < steps->array()->size(); ++i) {
      const std::string pointer = "/steps/" + std::to_string(i);
      const Json &json = (*steps->array())[i];
      if (json.object() != nullptr) read_step(yaml, pointer, json, scenario);
    }
  }

  void read_step(const files::YamlFile &yaml, const std::string &pointer, const Json &json, Scenario &scenario) {
    Step step;
    step.at = yaml.at(pointer);
    if (!read_action(yaml, pointer, json, scenario.contract, step)) return;
    step.expect = normalised_expect(json.find("expect"));
    step.requirement = text(json, "requirement");
    if (step.requirement.empty()) {
      if (!scenario.requirements.empty()) step.requirement = scenario.requirements.front();
    } else {
      step.names_requirement = true;
      check_requirement(yaml, pointer + "/requirement", step.requirement);
      if (std::find(scenario.requirements.begin(), scenario.requirements.end(), step.requirement) ==
          scenario.requirements.end())
        scenario.requirements.push_back(step.requirement);
    }
    step.say = text(json, "say");
    step.lose_reply = text(json, "lose_reply");
    step.repeat = integer(json, "repeat").value_or(1);
    step.while_limited = flag(json, "while_limited");
    if (const Json *keep = json.find("keep")) step.keep = *keep;
    check_also(yaml, pointer + "/expect", step.expect, scenario);
    check_combination(yaml, pointer, step);
    scenario.steps.push_back(std::move(step));
  }

  /// The one action of a step: of the wallet one of a fixed list, of other contracts one of the runner or a call.
  bool read_action(const files::YamlFile &yaml, const std::string &pointer, const Json &json,
                   const std::string &contract, Step &step) {
    std::vector<std::string> known = actions();
    if (const RestCalls *calls = RestCalls::of(contract)) {
      known = rest_actions();
      for (const RestCall &call : calls->calls) known.push_back(call.name);
    }
    std::size_t found = 0;
    for (const auto &[name, arguments] : *json.object()) {
      if (beside_actions().contains(name)) continue;
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        const std::string near = files::nearest(name, known);
        fault(yaml, files::append_pointer(pointer, name) + "#",
              "`" + name + "` is no action of the contract `" + contract + "`" +
                  (near.empty() ? "" : ": did you mean `" + near + "`?"));
        return false;
      }
      ++found;
      step.action = name;
      step.arguments = arguments.is_null() ? Json(wire::JsonObject{}) : arguments;
    }
    if (found == 1) return true;
    std::string all;
    for (const std::string &name : known) all += (all.empty() ? "" : ", ") + name;
    fault(yaml, pointer,
          (found == 0 ? "the step has no action" : "the step has more than one action") +
              std::string(": give it exactly one of ") + all);
    return false;
  }

  /// Requirements that an expectation judges besides, in `also`.
  void check_also(const files::YamlFile &yaml, const std::string &pointer, const Json &expect, Scenario &scenario) {
    const Json *also = expect.find("also");
    if (also == nullptr || also->object() == nullptr) return;
    for (const auto &[id, each] : *also->object()) {
      check_requirement(yaml, files::append_pointer(pointer + "/also", id), id);
      if (std::find(scenario.requirements.begin(), scenario.requirements.end(), id) == scenario.requirements.end())
        scenario.requirements.push_back(id);
    }
  }

  void check_combination(const files::YamlFile &yaml, const std::string &pointer, const Step &step) {
    if (!step.lose_reply.empty() && !step.expect.is_null())
      fault(yaml, pointer + "/expect", "a step whose reply is lost expects nothing: expect it of the retry");
    if (step.action == "concurrently") {
      std::size_t calls = 0;
      for (const auto &[name, value] : *step.arguments.object())
        if (name != "copies") ++calls;
      if (calls != 1) fault(yaml, pointer, "`concurrently` takes `copies` and one call, or `calls`");
    }
    if (step.action == "debit" || step.action == "credit")
      check_amount(yaml, pointer + "/" + step.action, step.arguments);
  }

  void check_amount(const files::YamlFile &yaml, const std::string &pointer, const Json &arguments) {
    const Json *amount = arguments.find("amount");
    if (amount == nullptr) {
      if (arguments.find("free_game") == nullptr && arguments.find("body") == nullptr)
        fault(yaml, pointer, "`amount` is missing (only a free debit and a call with `body` go without)");
    } else if (!evaluate_amount(scalar_text(*amount), {})) {
      fault(yaml, pointer + "/amount",
            "`" + scalar_text(*amount) + "` is no amount: write a decimal, or a sum of decimals, `opening` and `unit`");
    }
  }

  /// Words become objects, "accepted" {accepted: true}, in `also` and `either` too.
  static Json normalised_expect(const Json *expect) {
    if (expect == nullptr || expect->is_null()) return {};
    if (const std::string *word = expect->string()) return Json(wire::JsonObject{{*word, Json(true)}});
    Json out = *expect;
    if (wire::JsonObject *members = out.object())
      for (auto &[name, value] : *members) {
        if (wire::JsonObject *also = name == "also" ? value.object() : nullptr)
          for (auto &[id, each] : *also) each = normalised_expect(&each);
        if (wire::JsonArray *either = name == "either" && expect->find("also") == nullptr ? value.array() : nullptr)
          for (Json &each : *either)
            if (each.object() != nullptr) each = normalised_expect(&each);
      }
    return out;
  }

  void fault(const files::YamlFile &yaml, const std::string &pointer, std::string message) {
    errors_.push_back({file_, yaml.at(pointer), std::move(message)});
  }

  static std::string text(const Json &json, std::string_view name) {
    const Json *member = json.find(name);
    return member == nullptr ? "" : scalar_text(*member);
  }
  static std::vector<std::string> texts(const Json &json, std::string_view name) {
    std::vector<std::string> all;
    const Json *member = json.find(name);
    if (member != nullptr && member->array() != nullptr)
      for (const Json &element : *member->array()) all.push_back(scalar_text(element));
    return all;
  }
  static bool flag(const Json &json, std::string_view name) {
    const Json *member = json.find(name);
    return member != nullptr && member->boolean() != nullptr && *member->boolean();
  }
  static std::optional<int> integer(const Json &json, std::string_view name) {
    const Json *member = json.find(name);
    if (member == nullptr || member->number() == nullptr || member->number()->text.size() > 9) return std::nullopt;
    return wire::leading_integer<int>(member->number()->text);
  }

  std::string file_;
  Check check_;
  std::vector<FileError> errors_;
};

/// Ids must be unique over everything that is loaded together.
void check_ids(const std::vector<Scenario> &scenarios, std::vector<FileError> &errors) {
  std::map<std::string, const Scenario *> known;
  for (const Scenario &scenario : scenarios) {
    const auto [first, inserted] = known.emplace(scenario.id, &scenario);
    if (inserted) continue;
    const files::Position at = scenario.steps.empty() ? files::Position{} : scenario.steps.front().at;
    errors.push_back(
        {scenario.file, at, "the id `" + scenario.id + "` stands twice: " + first->second->file + " has it too"});
  }
}

void append(std::vector<Scenario> &all, std::vector<FileError> &errors, std::string_view text, const std::string &file,
            Loader::Check check) {
  Loader loader(file, check);
  try {
    loader.read(text);
  } catch (const files::FileErrors &faults) {
    errors.insert(errors.end(), faults.errors().begin(), faults.errors().end());
  }
  std::vector<FileError> found = loader.take_errors();
  errors.insert(errors.end(), found.begin(), found.end());
  std::move(loader.scenarios.begin(), loader.scenarios.end(), std::back_inserter(all));
}

std::vector<Scenario> checked(std::vector<Scenario> all, std::vector<FileError> errors) {
  check_ids(all, errors);
  if (!errors.empty()) throw files::FileErrors(std::move(errors));
  return all;
}

}  // namespace

std::vector<Scenario> load_scenarios(std::string_view text, const std::string &file) {
  std::vector<Scenario> all;
  std::vector<FileError> errors;
  append(all, errors, text, file, Loader::Check::schema);
  return checked(std::move(all), std::move(errors));
}

std::vector<Scenario> load_scenarios(const std::filesystem::path &file_or_folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code ignored;
  if (std::filesystem::is_directory(file_or_folder, ignored)) {
    for (const auto &entry : std::filesystem::recursive_directory_iterator(file_or_folder, ignored))
      if (entry.is_regular_file(ignored) && entry.path().extension() == ".yaml") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
  } else {
    paths.push_back(file_or_folder);
  }
  std::vector<Scenario> all;
  std::vector<FileError> errors;
  for (const std::filesystem::path &path : paths) {
    try {
      append(all, errors, files::read_yaml_text(path), path.string(), Loader::Check::schema);
    } catch (const files::FileErrors &faults) {
      errors.insert(errors.end(), faults.errors().begin(), faults.errors().end());
    }
  }
  return checked(std::move(all), std::move(errors));
}

const std::vector<Scenario> &embedded_scenarios() {
  // The tests load the same files with all checks (tests/unit/scenario/shipped_scenarios_test.cpp), so the schema is
  // left out here.
  static const std::vector<Scenario> all = [] {
    std::vector<Scenario> scenarios;
    std::vector<FileError> errors;
    for (const std::string_view name : scenario_file_names())
      append(scenarios, errors, scenario_file(name).value(), std::string(name), Loader::Check::trusted);
    return checked(std::move(scenarios), std::move(errors));
  }();
  return all;
}

}  // namespace pitboss::scenario
