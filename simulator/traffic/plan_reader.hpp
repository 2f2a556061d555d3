#pragma once

#include <string>
#include <utility>
#include <vector>

#include "schemas/files/yaml_file.hpp"
#include "simulator/traffic/random.hpp"
#include "simulator/traffic/weighted.hpp"

namespace pitboss::traffic {

/// Fewest and most of something.
using Range = std::pair<std::uint32_t, std::uint32_t>;

/// Reads the part of a profile that is of one contract, which its schema accepted, and collects what the schema cannot
/// say. What the profile leaves out keeps its value.
class PlanReader {
 public:
  /// Precondition: the profile has the part.
  PlanReader(const files::YamlFile &profile, std::string contract);

  void number(const char *name, std::size_t &value) const;
  /// Two numbers, the smaller one first.
  void range(const char *name, Range &value);
  /// A percentage of at most four decimals.
  void share(const char *name, PartsPerMillion &value);
  /// A list of values, each under `value`, with weights; empty where there is none.
  [[nodiscard]] Weighted weighted(const char *name, const char *value) const;
  [[nodiscard]] const wire::Json *find(const char *name) const { return json_.find(name); }
  void complain(const std::string &name, std::string message);
  /// Throws files::FileErrors where anything was wrong.
  void finish();

 private:
  const files::YamlFile &profile_;
  std::string contract_;
  const wire::Json &json_;
  std::vector<files::FileError> errors_;
};

}  // namespace pitboss::traffic
