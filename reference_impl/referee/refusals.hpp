#pragma once

#include "reference_impl/http/message.hpp"
#include "reference_impl/referee/operation.hpp"
#include "reference_impl/referee/script.hpp"

namespace pitboss::reference::referee {

/// The reply of an action that refuses the request before it reaches the rules, as the contract's page has it.
http::Response refusal(const Action &action, const Operation &operation);

/// Retry-After of a 429: how long the token is refused still, in whole seconds upwards, or the date of its end.
http::Response too_many(std::chrono::milliseconds wait, bool as_date);
http::Response token_refused();

}  // namespace pitboss::reference::referee
