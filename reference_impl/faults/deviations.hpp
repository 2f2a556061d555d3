#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "reference_impl/behaviour.hpp"

/// Named deviations of the reference server: faults, each of which breaks one requirement of a contract and nothing
/// but that and what its row names besides, so that the suite can be shown to see it; and variants, right behaviour
/// that is merely unusual, which the suite must not fail.
///
/// A deviation is a row: it replaces, or wraps, functions in the tables of Behaviour. The rules know nothing of it.
namespace pitboss::reference {

struct Deviation {
  std::string name;         ///< "second-debit-accepted"; unique among the deviations of all contracts
  std::string requirement;  ///< the id of what a fault breaks; empty for a variant
  std::string sentence;     ///< what the server does
  std::function<void(Behaviour &)> install;
  std::string contract = {};           ///< "wallet"; empty: all of them. Filled in by all_faults() and all_variants()
  std::vector<std::string> also = {};  ///< what else a fault breaks by its nature, ids; see also_breaks()
};

using Deviations = std::vector<Deviation>;

/// The row of a fault that by its nature breaks more than one requirement: what it does is what `others` forbid too, or
/// what they are built on. The tests want the first to fail, and nothing but these.
inline Deviation also_breaks(Deviation row, std::vector<std::string> others) {
  row.also = std::move(others);
  return row;
}

/// A row of a table of variants.
inline Deviation variant(std::string name, std::string sentence, std::function<void(Behaviour &)> install) {
  return {.name = std::move(name), .requirement = {}, .sentence = std::move(sentence), .install = std::move(install)};
}

/// All faults of all contracts, in the order of the catalogue as far as their groups allow.
const Deviations &all_faults();
const Deviations &all_variants();

/// Throws std::runtime_error as install() does where there is no deviation `name`.
void check_name(const Deviations &deviations, std::string_view name, std::string_view option);

/// Installs the deviation `name`. Throws std::runtime_error that names the nearest right one, and `option`, where to
/// look them up.
void install(const Deviations &deviations, std::string_view name, std::string_view option, Behaviour &behaviour);

}  // namespace pitboss::reference
