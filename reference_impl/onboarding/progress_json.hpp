#pragma once

#include <functional>

#include "reference_impl/onboarding/onboarding.hpp"
#include "schemas/onboarding/example.hpp"

namespace pitboss::reference::onboarding {

/// What stands in the examples of a contract.
using SettingOf = std::function<pitboss::onboarding::ExampleSetting(const std::string &contract)>;

/// The reply of `GET /onboarding/v1/progress` (docs/dashboard.md); `partner` empty: of all.
wire::Json progress_json(const Onboarding &onboarding, const std::string &partner, const SettingOf &setting_of);

}  // namespace pitboss::reference::onboarding
