#pragma once

#include "reference_impl/http/message.hpp"
#include "schemas/journal/journal.hpp"

namespace pitboss::reference::referee {

/// What was sent and answered, without times and without what the contract made of it. Holds secrets still.
journal::Exchange exchange_of(const http::Request &request, const http::Response &response);

}  // namespace pitboss::reference::referee
