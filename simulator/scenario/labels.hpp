#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace pitboss::scenario {

/// The ids behind the labels of one scenario that is being played: fresh in every run, the same throughout the
/// scenario.
class Labels {
 public:
  /// `prefix` is what makes the ids of this play unlike all others. `patterns`: the `ids` of the scenario, by label.
  Labels(std::string prefix, const std::map<std::string, std::string> &patterns);

  /// The id of `label`; `{n}` in the label, and in its pattern, is `n`.
  [[nodiscard]] std::string id(const std::string &label, int n) const;
  /// The label as a person reads it.
  [[nodiscard]] static std::string shown(const std::string &label, int n);

 private:
  std::string prefix_;
  std::map<std::string, std::string> patterns_;
  std::string unique_;  ///< 255 characters that nobody else has
};

/// Replaces the placeholders of a text of a scenario: `{name}` where `value_of` knows the name, `{repeat:N:TEXT}` by
/// TEXT N times; all other braces stay, and `{{name}` is `{name}` itself.
std::string fill_in(std::string_view text,
                    const std::function<std::optional<std::string>(std::string_view name)> &value_of);

}  // namespace pitboss::scenario
