#include "reference_impl/contract.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

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
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < setting.range->first ||
      number > setting.range->second) {
    throw std::runtime_error(fmt::format("--{}: \"{}\" is no whole number from {} to {}", name, text,
                                         setting.range->first, setting.range->second));
  }
  return number;
}

std::string text_setting(const ServerOptions &options, const std::vector<SettingInfo> &settings,
                         std::string_view name) {
  return value_of(options, find(settings, name));
}

}  // namespace pitboss::reference
