// Scenario files of users: read, or refused with at least one fault that has a place.
#include <cstdlib>

#include "simulator/scenario/scenario.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
  try {
    pitboss::scenario::load_scenarios(std::string_view(reinterpret_cast<const char *>(data), size), "fuzz.yaml");
  } catch (const pitboss::files::FileErrors &errors) {
    if (errors.errors().empty()) std::abort();
    for (const auto &error : errors.errors())
      if (error.at.line < 1 || error.at.column < 1 || error.message.empty()) std::abort();
  }
  return 0;
}
