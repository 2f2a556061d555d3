#pragma once

#include <map>
#include <string>

#include "schemas/wire/json.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/scenario/labels.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::scenario {

/// Replaces the placeholders of one scenario that is being played (docs/rest-scenarios.md, Texts).
class RestTexts {
 public:
  RestTexts(const target::Rest &target, const Labels &labels, wire::TimePoint began)
      : target_(&target), labels_(&labels), began_(began) {}

  /// `n` stands for {n}. Throws std::invalid_argument where the target file has no such value.
  [[nodiscard]] std::string text(const std::string &written, int n) const;
  /// In every text of the value, names of members included; a text that is one placeholder becomes its value.
  [[nodiscard]] wire::Json value(const wire::Json &written, int n) const;

  void keep(const std::string &name, wire::Json value) { kept_[name] = std::move(value); }
  /// There was nothing to keep as `name`, for this reason.
  void keep_nothing(const std::string &name, std::string why) { not_kept_[name] = std::move(why); }
  /// Why `written` cannot be filled in: it names what could not be kept. Empty where it can.
  [[nodiscard]] std::string why_not(const wire::Json &written) const;

 private:
  [[nodiscard]] std::optional<wire::Json> look_up(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> moment(std::string_view name) const;

  const target::Rest *target_;
  const Labels *labels_;
  wire::TimePoint began_;
  std::map<std::string, wire::Json> kept_;
  std::map<std::string, std::string> not_kept_;  ///< the reason, by the name
};

}  // namespace pitboss::scenario
