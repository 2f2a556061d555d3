#include "reference_impl/faults/deviations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "reference_impl/contracts.hpp"
#include "reference_impl/faults/common/deviations.hpp"
#include "schemas/files/yaml_file.hpp"

namespace pitboss::reference {
namespace {

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

const Deviation &find(const Deviations &deviations, std::string_view name, std::string_view option) {
  const auto found =
      std::find_if(deviations.begin(), deviations.end(), [&](const Deviation &row) { return row.name == name; });
  if (found != deviations.end()) return *found;
  std::vector<std::string> names;
  for (const Deviation &row : deviations) names.push_back(row.name);
  const std::string nearest = files::nearest(name, names);
  throw std::runtime_error(fmt::format("{} {}: there is none of this name{} --list-{}s shows all", option, name,
                                       nearest.empty() ? ";" : "; did you mean " + nearest + "?", option.substr(2)));
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

void check_name(const Deviations &deviations, std::string_view name, std::string_view option) {
  find(deviations, name, option);
}

void install(const Deviations &deviations, std::string_view name, std::string_view option, Behaviour &behaviour) {
  find(deviations, name, option).install(behaviour);
}

}  // namespace pitboss::reference
