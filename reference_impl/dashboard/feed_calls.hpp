#pragma once

#include "reference_impl/dashboard/routes.hpp"
#include "reference_impl/store/sql_store.hpp"

namespace pitboss::reference::dashboard {

/// The records of the feed: customers, transactions, activity. `store` outlives them.
void add_feed_calls(Routes &routes, store::SqlStore &store);

}  // namespace pitboss::reference::dashboard
