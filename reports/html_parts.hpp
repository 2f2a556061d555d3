#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "reports/evidence.hpp"
#include "reports/template.hpp"
#include "schemas/formats/results.hpp"

/// The parts of the HTML page; html.cpp puts them together.
namespace pitboss::reports {

/// Names of the places in the page that links lead to.
class Anchors {
 public:
  explicit Anchors(const results::Results &results);
  /// Unique, also where a run repeated its scenarios: "s-wallet.replay.credit-is-paid-once".
  [[nodiscard]] const std::string &of(const results::Scenario &scenario) const { return names_.at(&scenario); }
  /// Of a row of the matrix.
  [[nodiscard]] static std::string of_requirement(std::string_view id);

 private:
  std::map<const results::Scenario *, std::string> names_;
};

/// What all parts look things up in.
struct Page {
  explicit Page(const results::Results &r) : results(r), index(r), anchors(r) {}
  const results::Results &results;
  Index index;
  Anchors anchors;
};

/// Sets `v` (the style class), `word` and `icon`-name of a verdict.
void set_verdict(Data &data, results::Verdict verdict);

/// So many bytes of a reply does the page show of what passed.
inline constexpr std::size_t passed_reply_limit = 200;

/// How many bytes of a body, and of a curl command, the page shows of what did not pass, so that a large run stays a
/// page that opens quickly.
std::size_t body_limit_for(const results::Results &results);

/// Whether a <pre> with this text may be higher than the page lets it be: it then scrolls, and keys must reach it.
bool may_scroll(std::string_view text);

/// Failed or warned requirements as cards: what broke, expected and actual, balances, how to reproduce it.
std::string render_cards(const Page &page, results::Verdict verdict);

/// Requirements that nothing judged, gathered by verdict and reason.
List unjudged_groups(const results::Results &results);

/// The requirement matrix: a group for each second part of the ids.
List matrix_groups(const Page &page);

/// All scenarios with their steps.
std::string render_scenarios(const Page &page);

}  // namespace pitboss::reports
