#include "reports/html_parts.hpp"

#include <algorithm>
#include <array>

#include "reports/words.hpp"

namespace pitboss::reports {
namespace {

std::string slug(std::string_view id) {
  std::string out;
  for (const char c : id) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    if (plain)
      out += c;
    else if (!out.ends_with('_'))
      out += '_';
  }
  return out;
}

}  // namespace

Anchors::Anchors(const results::Results &results) {
  std::set<std::string> taken;
  for (const auto &scenario : results.scenarios) {
    const std::string name = "s-" + slug(scenario.id);
    std::string unique = name;
    for (int copy = 2; !taken.insert(unique).second; ++copy) unique = name + "_" + std::to_string(copy);
    names_.emplace(&scenario, unique);
  }
}

std::string Anchors::of_requirement(std::string_view id) {
  return "r-" + slug(id);
}

void set_verdict(Data &data, results::Verdict verdict) {
  data["v"] = std::string(results::to_string(verdict));
  data["word"] = std::string(verdict_word(verdict));
}

bool may_scroll(std::string_view text) {
  constexpr std::size_t bytes = 1'200;
  constexpr std::ptrdiff_t lines = 20;
  return text.size() > bytes || std::count(text.begin(), text.end(), '\n') > lines;
}

std::size_t body_limit_for(const results::Results &results) {
  constexpr std::size_t budget = std::size_t{5} * 512 * 1024;
  constexpr std::array<std::size_t, 5> limits{16384, 8192, 4096, 2048, 1024};
  for (const std::size_t limit : limits) {
    std::size_t total = 0;
    for (const auto &scenario : results.scenarios) {
      if (scenario.verdict == results::Verdict::pass) continue;
      for (const auto &step : scenario.steps)
        for (const auto &exchange : step.exchanges) {
          total += std::min(limit, exchange.request.body.size()) + std::min(2 * limit, exchange.curl.size());
          if (exchange.response) total += std::min(limit, exchange.response->body.size());
        }
    }
    if (total <= budget) return limit;
  }
  return 512;
}

}  // namespace pitboss::reports
