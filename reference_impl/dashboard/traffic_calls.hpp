#pragma once

#include "reference_impl/dashboard/recorder/recorder.hpp"
#include "reference_impl/dashboard/routes.hpp"

namespace pitboss::reference::dashboard {

/// The calls about what passes: exchanges, exchange, traffic. `recorder` outlives them.
void add_traffic_calls(Routes &routes, Recorder &recorder);

}  // namespace pitboss::reference::dashboard
