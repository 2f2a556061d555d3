#include "simulator/traffic/profile.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "schemas/formats/format_schemas.hpp"
#include "simulator/traffic/feed_setup.hpp"
#include "simulator/traffic/movements_setup.hpp"
#include "simulator/traffic/wallet_plan.hpp"

namespace pitboss::traffic {

std::optional<std::string_view> profile_file(std::string_view path);  // generated, see cmake/EmbedResources.cmake
std::vector<std::string_view> profile_file_names();

namespace {

using wire::Json;

constexpr std::string_view folder = "scenarios/traffic/";
constexpr std::string_view extension = ".yaml";

std::int64_t integer(const Json &json, std::string_view name, std::int64_t otherwise) {
  const Json *value = json.find(name);
  const auto decimal = value ? value->decimal() : std::nullopt;
  return decimal ? std::stoll(decimal->to_string()) : otherwise;  // the schema bounds every integer
}

std::string text(const Json &json, std::string_view name) {
  const Json *value = json.find(name);
  return value && value->string() ? *value->string() : "";
}

Nanoseconds duration(const Json &json, std::string_view name, Nanoseconds otherwise) {
  return parse_duration(text(json, name)).value_or(otherwise);
}

/// A rate is no amount: binary fractions are good enough for it.
double rate(const Json &json, std::string_view name) {
  return std::stod(json.find(name)->number()->text);
}

Phase read_phase(const Json &json) {
  Phase phase{*parse_duration(text(json, "for")), 0, 0};
  const bool steady = json.find("rate") != nullptr;
  phase.from = rate(json, steady ? "rate" : "from");
  phase.to = rate(json, steady ? "rate" : "to");
  return phase;
}

OpenLoop read_open_loop(const Json &json) {
  OpenLoop loop;
  if (text(json, "arrival") == "constant") loop.arrival = Arrival::constant;
  for (const Json &phase : *json.find("phases")->array()) loop.phases.push_back(read_phase(phase));
  loop.max_lag = duration(json, "max_lag", loop.max_lag);
  return loop;
}

/// What the schema cannot say.
class ProfileReader {
 public:
  explicit ProfileReader(Profile &profile) : profile_(profile), json_(profile.file.json) {}

  void read() {
    profile_.name = text(json_, "profile");
    profile_.about = text(json_, "about");
    profile_.seed = static_cast<std::uint64_t>(integer(json_, "seed", 1));
    profile_.duration = duration(json_, "duration", profile_.duration);
    profile_.warm_up = duration(json_, "warm_up", profile_.warm_up);
    profile_.connections = static_cast<int>(integer(json_, "connections", profile_.connections));
    if (const Json *loop = json_.find("open_loop")) take_open_loop(*loop);
    if (const Json *thresholds = json_.find("thresholds")) take_thresholds(*thresholds);
    if (profile_.duration <= Nanoseconds{}) complain("/duration", "a run takes some time: 30s, say");
    take_contracts();
    if (!errors_.empty()) throw files::FileErrors(std::move(errors_));
  }

 private:
  void complain(const std::string &pointer, std::string message) {
    errors_.push_back({profile_.file.file, profile_.file.at(pointer), std::move(message)});
  }

  void take_open_loop(const Json &json) {
    profile_.open_loop = read_open_loop(json);
    if (json_.find("duration") != nullptr)
      complain("/duration", "an open loop takes as long as its phases together: remove `duration`");
    Nanoseconds all{};
    bool sends = false;
    for (const Phase &phase : profile_.open_loop->phases) {
      all += phase.length;
      sends = sends || (phase.length > Nanoseconds{} && phase.from + phase.to > 0);
    }
    if (!sends) complain("/open_loop/phases", "no phase has a rate above 0");
    if (all <= profile_.warm_up) complain("/warm_up", "the warm-up takes all of the phases: make it shorter");
    profile_.duration = all - profile_.warm_up;
  }

  /// Reads the part of each contract, so that what is wrong in it is told now.
  void take_contracts() {
    using Check = void (*)(const files::YamlFile &);
    static const std::pair<const char *, Check> known[] = {
        {"feed", [](const files::YamlFile &file) { read_feed_plan(file); }},
        {"movements", [](const files::YamlFile &file) { read_movements_plan(file); }},
        {"wallet", [](const files::YamlFile &file) { read_wallet_plan(file); }}};
    for (const auto &[contract, check] : known) {
      const Json *part = json_.find(contract);
      if (part == nullptr) continue;
      profile_.contracts.push_back({contract, static_cast<int>(integer(*part, "share", 1))});
      if (errors_.empty()) check(profile_.file);
    }
    if (profile_.contracts.empty()) complain("", "traffic of no contract: add a part `wallet`, `feed` or `movements`");
  }

  void take_thresholds(const Json &json) {
    for (std::size_t i = 0; i < json.array()->size(); ++i) {
      try {
        profile_.thresholds.push_back(parse_threshold(*(*json.array())[i].string()));
      } catch (const std::invalid_argument &error) {
        complain("/thresholds/" + std::to_string(i), error.what());
      }
    }
  }

  Profile &profile_;
  const Json &json_;
  std::vector<files::FileError> errors_;
};

Profile read_profile(files::YamlFile file) {
  static const auto schema = results::format_schema("schemas/formats/traffic.schema.json");
  if (!schema) throw std::logic_error("schemas/formats/traffic.schema.json is not embedded");
  std::vector<files::FileError> errors = files::validate(file, *schema);
  if (!errors.empty()) throw files::FileErrors(std::move(errors));
  Profile profile;
  profile.file = std::move(file);
  ProfileReader(profile).read();
  return profile;
}

}  // namespace

bool Profile::uses(std::string_view contract) const {
  return std::any_of(contracts.begin(), contracts.end(),
                     [&](const ContractShare &part) { return part.contract == contract; });
}

Profile load_profile(const std::filesystem::path &path) {
  return read_profile(files::read_yaml(path));
}

Profile parse_profile(std::string_view text, const std::string &name) {
  return read_profile(files::parse_yaml(text, name));
}

std::vector<std::string> shipped_profiles() {
  std::vector<std::string> names;
  for (const std::string_view path : profile_file_names())
    names.emplace_back(path.substr(folder.size(), path.size() - folder.size() - extension.size()));
  return names;
}

Profile find_profile(const std::string &name_or_path) {
  const std::string path = std::string(folder) + name_or_path + std::string(extension);
  if (const auto text = profile_file(path)) return parse_profile(*text, path);
  return load_profile(name_or_path);
}

std::optional<Nanoseconds> parse_duration(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || number < 0 || number > 9'999'999) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (unit == "ms") return std::chrono::milliseconds(number);
  if (unit == "s") return std::chrono::seconds(number);
  if (unit == "m") return std::chrono::minutes(number);
  if (unit == "h" && number <= 10'000) return std::chrono::hours(number);
  return std::nullopt;
}

std::optional<PartsPerMillion> parse_share(const wire::Decimal &percent) {
  const wire::Decimal parts = percent * wire::Decimal(10'000);
  if (parts.places() != 0 || parts.is_negative() || parts > wire::Decimal(whole)) return std::nullopt;
  return static_cast<PartsPerMillion>(std::stoul(parts.to_string()));
}

}  // namespace pitboss::traffic
