#pragma once

#include "reference_impl/dashboard/routes.hpp"
#include "reference_impl/server.hpp"

namespace pitboss::reference::dashboard {

/// GET and POST /dashboard/v1/demo: what `pitboss demo` shows, and what a page asks of it. Without a demo 404.
void add_demo_calls(Routes &routes, const DemoCalls &calls);

}  // namespace pitboss::reference::dashboard
