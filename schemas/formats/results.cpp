#include "schemas/formats/results.hpp"

namespace pitboss::results {

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::not_applicable:
      return "not_applicable";
    case Verdict::warn:
      return "warn";
    case Verdict::skip:
      return "skip";
    case Verdict::blocked:
      return "blocked";
    case Verdict::fail:
      return "fail";
  }
  return "";
}

std::optional<Verdict> parse_verdict(std::string_view text) {
  for (const Verdict verdict : all_verdicts)
    if (to_string(verdict) == text) return verdict;
  return std::nullopt;
}

Verdict worst(Verdict a, Verdict b) {
  return std::max(a, b);
}

std::string_view to_string(RunVerdict verdict) {
  switch (verdict) {
    case RunVerdict::conformant:
      return "conformant";
    case RunVerdict::nonconformant:
      return "nonconformant";
    case RunVerdict::incomplete:
      return "incomplete";
  }
  return "";
}

std::optional<RunVerdict> parse_run_verdict(std::string_view text) {
  for (const RunVerdict verdict : {RunVerdict::conformant, RunVerdict::nonconformant, RunVerdict::incomplete})
    if (to_string(verdict) == text) return verdict;
  return std::nullopt;
}

}  // namespace pitboss::results
