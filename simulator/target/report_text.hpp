#pragma once

#include <string>
#include <string_view>

#include "simulator/target/redactor.hpp"

/// What a target said, on its way into a report, a log or a terminal.
namespace pitboss::target {

/// Bytes that are no UTF-8, and control characters but tab and line ends, as \xNN.
std::string readable(std::string_view text);

/// Secrets replaced, readable, and cut after about `most` bytes (at the end of a character); `ellipsis` is where the
/// cut is. A secret that lies across the cut is not shown in part.
std::string report_text(std::string_view text, const Redactor &redactor, std::size_t most = 4096,
                        std::string_view ellipsis = "…");

}  // namespace pitboss::target
