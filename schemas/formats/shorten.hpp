#pragma once

#include "schemas/formats/results.hpp"

namespace pitboss::results {

/// So many bytes are kept of a body of what passed.
inline constexpr std::size_t passed_body_limit = std::size_t{2} * 1024;

/// Nobody sends again what passed, or reads its bodies to their end, and most of a run is that. Cuts its bodies at
/// `passed_body_limit`, and drops headers and curl command where nothing is judged by an exchange: of set-up, and of
/// all but the last of a step. A curl command whose body was cut goes too.
void shorten(Scenario &passed);

}  // namespace pitboss::results
