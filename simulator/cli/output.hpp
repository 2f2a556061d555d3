#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string_view>
#include <utility>

namespace pitboss::cli {

/// Writes to `stream`. A reader that has gone away (`pitboss list | head`) is no error: nobody is left to tell.
inline void write_to(std::FILE *stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);  // NOLINT(cert-err33-c): see above
}

/// Formats as fmt::print does, to standard output.
template <class... Values>
void write_out(fmt::format_string<Values...> format, Values &&...values) {
  write_to(stdout, fmt::format(format, std::forward<Values>(values)...));
}

/// Likewise to standard error: every error and warning about the command itself.
template <class... Values>
void write_err(fmt::format_string<Values...> format, Values &&...values) {
  write_to(stderr, fmt::format(format, std::forward<Values>(values)...));
}

}  // namespace pitboss::cli
