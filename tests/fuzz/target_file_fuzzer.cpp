// Target files of users: read, or refused with at least one fault in words; no secret shows in what goes to
// reports.
#include <cstdlib>

#include "simulator/target/target_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char *>(data), size);
  const pitboss::target::Environment environment = [](const std::string &name) -> std::optional<std::string> {
    if (name == "UNSET") return std::nullopt;
    return "secret-of-" + name;
  };
  try {
    const pitboss::target::TargetFile file = pitboss::target::parse_target(text, "fuzz.yaml", environment);
    if (file.wallet && file.wallet->hmac_secret.size() >= 8 &&
        to_text(file.redacted).find('"' + file.wallet->hmac_secret + '"') != std::string::npos)
      std::abort();
  } catch (const pitboss::files::FileErrors &errors) {
    if (errors.errors().empty()) std::abort();
    for (const auto &error : errors.errors())
      if (error.at.line < 0 || error.at.column < 0 || error.message.empty()) std::abort();  // line 0: the whole file
  }
  return 0;
}
