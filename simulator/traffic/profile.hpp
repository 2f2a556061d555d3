#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/files/yaml_file.hpp"
#include "simulator/traffic/arrival.hpp"
#include "simulator/traffic/threshold.hpp"

namespace pitboss::traffic {

struct OpenLoop {
  Arrival arrival = Arrival::poisson;
  std::vector<Phase> phases;
  Nanoseconds max_lag = std::chrono::milliseconds(10);  ///< a run whose p99 send lag is above it is void
};

/// A contract that a profile has traffic of.
struct ContractShare {
  std::string contract;  ///< "wallet"
  int weight = 1;        ///< its share of connections and rate, beside those of the others
};

/// A traffic profile (schemas/formats/traffic.schema.json), checked. What players do stays in `file`, under the name of
/// the contract, for the contract's traffic to read.
struct Profile {
  std::string name;
  std::string about;
  std::uint64_t seed = 1;
  Nanoseconds duration = std::chrono::seconds(30);  ///< without the warm-up; of an open loop, all its phases
  Nanoseconds warm_up{};
  int connections = 64;
  std::optional<OpenLoop> open_loop;  ///< none: closed loop
  std::vector<Threshold> thresholds;
  std::vector<ContractShare> contracts;  ///< one or more, in the order of their names
  files::YamlFile file;

  [[nodiscard]] bool uses(std::string_view contract) const;
};

/// Reads a profile. Throws files::FileErrors with everything that is wrong: file, line, column, what was expected.
Profile load_profile(const std::filesystem::path &path);
Profile parse_profile(std::string_view text, const std::string &name);

/// The profiles that the program brings along: "casino" is scenarios/traffic/casino.yaml.
std::vector<std::string> shipped_profiles();
/// A shipped profile by its name, or else the file of that path.
Profile find_profile(const std::string &name_or_path);

/// "500ms", "30s", "5m", "1h"; nullopt for anything else.
std::optional<Nanoseconds> parse_duration(std::string_view text);

/// A percentage of at most four decimals, exactly; nullopt for others.
std::optional<PartsPerMillion> parse_share(const wire::Decimal &percent);

}  // namespace pitboss::traffic
