#pragma once

#include <string>

#include "schemas/formats/results.hpp"

namespace pitboss::reports {

/// The sequence diagram of a scenario as inline SVG: lifelines of provider and wallet, an arrow for each request and
/// each reply, a broken one where a reply was lost. Exchanges that were in flight together are drawn as one band. Empty
/// where nothing was sent. Its colours come from the page's style sheet (reports/templates/report.css).
std::string sequence_diagram(const results::Scenario &scenario);

}  // namespace pitboss::reports
