#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "reference_impl/wallet/behaviour.hpp"

/// Named deviations of the reference server: faults, each of which breaks one requirement of a contract and nothing
/// else, so that the suite can be shown to see it; and variants, right behaviour that is merely unusual, which the
/// suite must not fail.
///
/// A deviation is a row: it replaces, or wraps, functions in the tables of wallet::Behaviour. The rules know nothing of
/// it.
namespace pitboss::reference::faults {

struct Deviation {
  std::string name;         ///< "second-debit-accepted"
  std::string requirement;  ///< the id of what a fault breaks; empty for a variant
  std::string sentence;     ///< what the server does
  std::function<void(wallet::Behaviour &)> install;
};

using Deviations = std::vector<Deviation>;

/// All faults, in the order of the catalogue as far as their groups allow.
const Deviations &all_faults();
const Deviations &all_variants();

/// Installs the deviation `name`. Throws std::runtime_error that names the nearest right one, and `option`, where to
/// look them up.
void install(const Deviations &deviations, std::string_view name, std::string_view option,
             wallet::Behaviour &behaviour);

// The groups, a file for each.
Deviations signature_faults();
Deviations token_faults();
Deviations message_faults();
Deviations reply_faults();
Deviations identity_faults();
Deviations round_faults();
Deviations replay_faults();
Deviations money_faults();
Deviations rollback_faults();
Deviations free_game_faults();
Deviations race_faults();
Deviations http_faults();

}  // namespace pitboss::reference::faults
