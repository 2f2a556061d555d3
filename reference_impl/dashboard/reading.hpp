#pragma once

#include "reference_impl/dashboard/problem.hpp"
#include "reference_impl/dashboard/routes.hpp"
#include "reference_impl/store/sql_store.hpp"

namespace pitboss::reference::dashboard {

/// Reads rows in a unit of work.
using ReadRows = std::function<wire::Json(store::SqlTransaction &)>;

/// Answers what `read` makes of the rows: a Problem that it throws as such, 503 where the store could not be read.
void answer_rows(store::SqlStore &store, ReadRows read, const http::Answer &answer);

/// A call that reads rows. `plan` looks at the query, and says what is to be read.
http::Handler reading(store::SqlStore &store, std::function<ReadRows(const http::Query &)> plan);

/// 503: the store could not be read.
Problem store_failed();

}  // namespace pitboss::reference::dashboard
