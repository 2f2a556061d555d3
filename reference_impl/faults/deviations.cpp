#include "reference_impl/faults/deviations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace pitboss::reference::faults {
namespace {

/// How many letters must be put in, left out or changed to get from one text to the other.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

const Deviations &all_faults() {
  static const Deviations faults = [] {
    Deviations all;
    for (const auto group :
         {signature_faults, token_faults, message_faults, reply_faults, identity_faults, round_faults, replay_faults,
          money_faults, rollback_faults, free_game_faults, race_faults, http_faults}) {
      const Deviations rows = group();
      all.insert(all.end(), rows.begin(), rows.end());
    }
    return all;
  }();
  return faults;
}

void install(const Deviations &deviations, std::string_view name, std::string_view option,
             wallet::Behaviour &behaviour) {
  const auto found =
      std::find_if(deviations.begin(), deviations.end(), [&](const Deviation &row) { return row.name == name; });
  if (found != deviations.end()) return found->install(behaviour);
  const auto nearest =
      std::min_element(deviations.begin(), deviations.end(), [&](const Deviation &a, const Deviation &b) {
        return edit_distance(a.name, name) < edit_distance(b.name, name);
      });
  throw std::runtime_error(fmt::format("{} {}: there is none of this name; did you mean {}? --list-{}s shows all",
                                       option, name, nearest->name, option.substr(2)));
}

}  // namespace pitboss::reference::faults
