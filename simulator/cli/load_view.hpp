#pragma once

#include <string>
#include <vector>

#include "schemas/formats/load_results.hpp"
#include "simulator/cli/terminal.hpp"
#include "simulator/traffic/run.hpp"

namespace pitboss::cli {

/// The line that is redrawn while a load run goes on; where nobody looks on, a line every five seconds.
class LoadView {
 public:
  LoadView(std::FILE *stream, const Style &style, traffic::Nanoseconds length)
      : stream_(stream), style_(style), length_(length) {}

  void show(const traffic::Progress &progress);
  /// Nothing is redrawn any more: what follows stands on a line of its own.
  void end();

 private:
  std::FILE *stream_;
  Style style_;
  traffic::Nanoseconds length_;
  traffic::Nanoseconds shown_at_{};
  std::uint64_t shown_right_ = 0;
};

/// What a run came to, for a terminal.
std::string describe_load(const results::LoadResults &results, const Style &style);
std::string describe_load_verdict(const results::LoadResults &results, const std::vector<std::string> &files,
                                  const Style &style);

}  // namespace pitboss::cli
