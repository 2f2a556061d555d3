// Platform files of users (`pitboss serve --platform`): read, or refused with at least one fault in words.
#include <cstdlib>

#include "reference_impl/movements/platform_file.hpp"
#include "schemas/files/yaml_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
  try {
    pitboss::reference::movements::parse_platform(std::string_view(reinterpret_cast<const char *>(data), size),
                                                  "fuzz.yaml");
  } catch (const pitboss::files::FileErrors &errors) {
    if (errors.errors().empty()) std::abort();
    for (const auto &error : errors.errors())
      if (error.at.line < 0 || error.at.column < 0 || error.message.empty()) std::abort();  // line 0: the whole file
  }
  return 0;
}
