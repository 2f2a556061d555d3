#include "schemas/wire/json.hpp"

#include "reports/formats.hpp"

namespace pitboss::reports {

std::string render_json(const results::Results &results) {
  return wire::to_pretty_text(results::to_json(results));
}

}  // namespace pitboss::reports
