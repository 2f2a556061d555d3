#include "reference_impl/faults/deviations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "reference_impl/contracts.hpp"
#include "reference_impl/faults/common/deviations.hpp"

namespace pitboss::reference {
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

/// The rows of every contract; those common to all come first.
Deviations collect(Deviations common, Deviations (*ContractInfo::*rows_of)()) {
  Deviations all = std::move(common);
  for (const ContractInfo &contract : all_contracts()) {
    for (Deviation &row : (contract.*rows_of)()) {
      row.contract = contract.name;
      all.push_back(std::move(row));
    }
  }
  return all;
}

}  // namespace

const Deviations &all_faults() {
  static const Deviations faults = collect({}, &ContractInfo::faults);
  return faults;
}

const Deviations &all_variants() {
  static const Deviations variants = collect(common_variants(), &ContractInfo::variants);
  return variants;
}

void install(const Deviations &deviations, std::string_view name, std::string_view option, Behaviour &behaviour) {
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

}  // namespace pitboss::reference
