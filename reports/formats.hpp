#pragma once

#include <string>

#include "schemas/formats/results.hpp"

/// One function for each format of reports::render; each is defined in the file named after it.
namespace pitboss::reports {

/// Format `pitboss.results/1`, indented, with a line feed at the end.
std::string render_json(const results::Results &results);

/// JUnit XML as the Jenkins xUnit plugin reads it. A test suite for each contract and group; a test case for each
/// scenario. A broken requirement is a <failure>; a blocked scenario is an <error>, since nothing was judged; an
/// expected failure, a skipped and a not applicable scenario are <skipped>, with the reason.
std::string render_junit(const results::Results &results);

/// TAP version 14 (readable as 13): a test point for each scenario, with a YAML diagnostic where it did not pass.
std::string render_tap(const results::Results &results);

/// For the job page of a CI system; at most 64 KiB, the limit of a GitHub comment. What does not fit is counted and
/// left to the other reports.
std::string render_markdown(const results::Results &results);

/// One offline page: no network, readable without JavaScript, on a phone and on paper.
std::string render_html(const results::Results &results);

}  // namespace pitboss::reports
