#include "reports/formats.hpp"
#include "schemas/wire/json_outline.hpp"

namespace pitboss::reports {

std::string render_json(const results::Results &results) {
  constexpr std::size_t levels = 4;  // of scenarios[].steps[] each step has a line of its own
  return wire::to_outline_text(results::to_json(results), levels);
}

}  // namespace pitboss::reports
