// Traffic profiles of users: read, or refused with at least one fault in words. What an open loop sends first is due in
// order, and not before the start.
#include <cstdlib>

#include "simulator/traffic/profile.hpp"

using namespace pitboss::traffic;

namespace {

void check_arrivals(const OpenLoop &loop, std::uint64_t seed) {
  Schedule schedule(loop.phases, loop.arrival, seed, {});
  Nanoseconds before{};
  for (int i = 0; i < 100; ++i) {
    const auto due = schedule.next();
    if (!due) return;
    if (*due < before) std::abort();
    before = *due;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char *>(data), size);
  try {
    const Profile profile = parse_profile(text, "fuzz.yaml");
    if (profile.contracts.empty() || profile.connections < 1) std::abort();
    if (profile.open_loop) check_arrivals(*profile.open_loop, profile.seed);
  } catch (const pitboss::files::FileErrors &errors) {
    if (errors.errors().empty()) std::abort();
    for (const auto &error : errors.errors())
      if (error.at.line < 0 || error.at.column < 0 || error.message.empty()) std::abort();  // line 0: the whole file
  }
  return 0;
}
