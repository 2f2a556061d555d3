#pragma once

#include "reference_impl/dashboard/routes.hpp"
#include "reference_impl/movements/platform.hpp"
#include "reference_impl/store/sql_store.hpp"

namespace pitboss::reference::dashboard {

/// The player movements log: movements, movement. `platform` and `store` outlive them.
void add_movements_calls(Routes &routes, const movements::Platform &platform, store::SqlStore &store);

}  // namespace pitboss::reference::dashboard
