#include "simulator/traffic/session.hpp"

namespace pitboss::traffic {

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::right:
      return "right";
    case Outcome::retryable:
      return "retryable";
    case Outcome::lost:
      return "lost";
    case Outcome::failed:
      return "failed";
    case Outcome::wrong:
      break;
  }
  return "wrong";
}

Findings::Kind &Findings::of(std::string_view kind) {
  for (Kind &entry : kinds_)
    if (entry.kind == kind) return entry;
  return kinds_.emplace_back(Kind{std::string(kind), 0, {}});
}

void Findings::merge(const Findings &other) {
  for (const Kind &theirs : other.kinds_) {
    Kind &ours = of(theirs.kind);
    ours.count += theirs.count;
    for (const Finding &finding : theirs.first)
      if (ours.first.size() < kept_of_a_kind) ours.first.push_back(finding);
  }
}

void Findings::set_flow(std::size_t flow) {
  for (Kind &entry : kinds_)
    for (Finding &finding : entry.first) finding.flow = flow;
}

std::uint64_t Findings::count() const {
  std::uint64_t count = 0;
  for (const Kind &kind : kinds_) count += kind.count;
  return count;
}

}  // namespace pitboss::traffic
