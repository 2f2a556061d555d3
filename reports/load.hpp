#pragma once

#include <string>
#include <vector>

#include "reports/template.hpp"
#include "schemas/formats/load_results.hpp"

/// Reports of `pitboss load`.
namespace pitboss::reports {

/// One offline page: verdict, figures, curves, wrong replies with their exchange, the audit.
std::string load_html(const results::LoadResults &results);
/// For the job page of a CI system.
std::string load_markdown(const results::LoadResults &results);

/// The curves of the page as inline SVG (templates/load_chart.svg.mustache): latency by percentile, latency over time,
/// rate over time.
List load_charts(const results::LoadResults &results);

/// What both reports show.
Data load_data(const results::LoadResults &results);

}  // namespace pitboss::reports
