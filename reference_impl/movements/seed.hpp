#pragma once

#include <optional>
#include <string>

#include "reference_impl/movements/platform.hpp"
#include "reference_impl/store/sql_store.hpp"
#include "schemas/wire/time.hpp"

/// What a platform is set up with at its first start: so that the first command after `pitboss serve` finds a key, and
/// a movement that is older than the range that the list shows by default.
namespace pitboss::reference::movements {

/// A movement of some weeks ago.
struct OldMovement {
  std::string external_id;
  std::string brand;
  std::string request_id;
  wire::TimePoint created_at;
};

/// What the player of that movement has in a metric that was archived since.
struct ArchivedBalance {
  std::string metric;
  Decimal balance;
};

struct SetUp {
  std::string api_key;
  OldMovement old_movement;
  std::optional<ArchivedBalance> archived_balance;  ///< of the player of old_movement; absent: no metric is archived
};

/// Reads what the store was set up with, or sets it up. Throws std::runtime_error.
SetUp set_up(store::SqlStore &store, const Platform &platform);

}  // namespace pitboss::reference::movements
