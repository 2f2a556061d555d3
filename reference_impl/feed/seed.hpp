#pragma once

#include <string>
#include <vector>

#include "reference_impl/feed/endpoints.hpp"

/// What a feed is set up with at its first start.
namespace pitboss::reference::feed {

/// Reads the keys and the client's credentials of the store, or makes them; and adds the affiliates AFF-1 and AFF-2.
/// Throws std::runtime_error.
FeedSettings set_up(store::SqlStore &store);

/// The affiliates that are configured.
std::vector<std::string> list_affiliates(store::SqlStore &store);

}  // namespace pitboss::reference::feed
