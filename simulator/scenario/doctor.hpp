#pragma once

#include <vector>

#include "schemas/formats/results.hpp"
#include "simulator/scenario/sessions.hpp"
#include "simulator/scenario/transport.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::scenario {

/// The doctor, over any transport; the sessions that it opened are kept in `sessions`. See examine() in run.hpp.
std::vector<results::Finding> examine_wallet(const target::TargetFile &target, const Connect &connect,
                                             WalletSessions &sessions);

}  // namespace pitboss::scenario
