#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "reference_impl/dashboard/recorder/seen.hpp"

namespace pitboss::reference::dashboard {

/// Which exchanges a list shows; what is empty lets all through.
struct ExchangeFilter {
  std::string contract = {};
  std::string call = {}, partner = {};  ///< stand in the exchange's, in any case
  std::string status = {};              ///< "404", or a class, "4xx"; "0": no reply left
  std::string text = {};                ///< stands in path, body or reply, in any case
};

/// Throws Problem where the status is neither a number of three digits, nor a class, nor 0.
void check(const ExchangeFilter &filter);
[[nodiscard]] bool passes(const Seen &seen, const ExchangeFilter &filter);

/// The last exchanges, as many as have room.
class Ring {
 public:
  struct Bounds {
    std::size_t exchanges = 2'000;
    std::size_t bytes = std::size_t{32} * 1024 * 1024;
    std::size_t body_bytes = std::size_t{64} * 1024;  ///< of one body; the rest of a longer one is cut off
  };
  explicit Ring(Bounds bounds) : bounds_(bounds) {}

  void add(Seen seen);

  [[nodiscard]] const Seen *find(std::uint64_t id) const;  ///< nullptr: it is gone, or not there yet
  [[nodiscard]] std::uint64_t oldest() const { return kept_.empty() ? 0 : kept_.front().id; }
  /// All from the number `id` on, oldest first.
  [[nodiscard]] std::vector<const Seen *> from(std::uint64_t id) const;

  struct Page {
    std::vector<const Seen *> rows;  ///< newest first
    std::size_t total = 0;           ///< all that pass the filter
    bool more = false;
  };
  /// `before`: only what came before this number.
  [[nodiscard]] Page list(const ExchangeFilter &filter, std::optional<std::uint64_t> before, std::size_t limit) const;

 private:
  const Bounds bounds_;
  std::deque<Seen> kept_;  ///< by number, without gaps
  std::size_t bytes_ = 0;
};

}  // namespace pitboss::reference::dashboard
