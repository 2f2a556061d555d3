#include "reference_impl/contract.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "schemas/wire/whole_number.hpp"

namespace pitboss::reference {
namespace {

const SettingInfo &find(const std::vector<SettingInfo> &settings, std::string_view name) {
  const auto found = std::find_if(settings.begin(), settings.end(), [&](const auto &row) { return row.name == name; });
  if (found == settings.end()) throw std::logic_error(fmt::format("there is no setting {}", name));
  return *found;
}

std::string value_of(const ServerOptions &options, const SettingInfo &setting) {
  const auto given = options.settings.find(setting.name);
  return given == options.settings.end() ? setting.default_value : given->second;
}

}  // namespace

std::int64_t number_setting(const ServerOptions &options, const std::vector<SettingInfo> &settings,
                            std::string_view name) {
  const SettingInfo &setting = find(settings, name);
  const std::string text = value_of(options, setting);
  const auto number = wire::whole_number(text);
  if (!number || *number < setting.range->first || *number > setting.range->second) {
    throw std::runtime_error(fmt::format("--{}: \"{}\" is no whole number from {} to {}", name, text,
                                         setting.range->first, setting.range->second));
  }
  return *number;
}

std::string text_setting(const ServerOptions &options, const std::vector<SettingInfo> &settings,
                         std::string_view name) {
  return value_of(options, find(settings, name));
}

}  // namespace pitboss::reference
