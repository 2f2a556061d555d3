#include "reports/words.hpp"

#include "schemas/wire/encoding.hpp"

namespace pitboss::reports {

std::string_view verdict_word(results::Verdict verdict) {
  switch (verdict) {
    case results::Verdict::pass:
      return "Passed";
    case results::Verdict::not_applicable:
      return "Not applicable";
    case results::Verdict::warn:
      return "Warning";
    case results::Verdict::skip:
      return "Skipped";
    case results::Verdict::blocked:
      return "Blocked";
    case results::Verdict::fail:
      return "Failed";
  }
  return "Unknown";
}

std::string_view run_verdict_word(results::RunVerdict verdict) {
  switch (verdict) {
    case results::RunVerdict::conformant:
      return "Conformant";
    case results::RunVerdict::nonconformant:
      return "Not conformant";
    case results::RunVerdict::incomplete:
      return "Incomplete";
  }
  return "Unknown";
}

std::string_view level_word(results::Level level) {
  switch (level) {
    case results::Level::must:
      return "MUST";
    case results::Level::should:
      return "SHOULD";
    case results::Level::may:
      return "MAY";
  }
  return "Unknown";
}

std::string target_name(const results::Run &run) {
  const wire::Json *name = run.target.find("name");
  if (name == nullptr || name->string() == nullptr || name->string()->empty()) return "unnamed target";
  return *name->string();
}

std::string headline_after_verdict(const results::Results &results) {
  const std::string word = std::string(run_verdict_word(results.verdict)) + ": ";
  const bool repeated = results.headline.size() > word.size() &&
                        wire::equal_ignoring_case(std::string_view(results.headline).substr(0, word.size()), word);
  return repeated ? results.headline.substr(word.size()) : results.headline;
}

std::pair<std::string, std::string> contract_and_group(std::string_view id) {
  const auto first = id.find('.');
  if (first == std::string_view::npos) return {std::string(id), ""};
  const auto second = id.find('.', first + 1);
  return {std::string(id.substr(0, first)), std::string(id.substr(first + 1, second - first - 1))};
}

int count_of(const std::map<results::Verdict, int> &counts, results::Verdict verdict) {
  const auto found = counts.find(verdict);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace pitboss::reports
