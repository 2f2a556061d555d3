#pragma once

#include "reference_impl/http/router.hpp"

namespace pitboss::reference::dashboard {

/// Serves the built pages below /dashboard/. They hold no data, so that they are open to everybody: who may not use the
/// calls sees a page that asks for the key. Throws std::runtime_error where the program was built without them.
void add_pages(http::Router &router);

}  // namespace pitboss::reference::dashboard
