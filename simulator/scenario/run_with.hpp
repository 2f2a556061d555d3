#pragma once

#include "simulator/scenario/run.hpp"
#include "simulator/scenario/run_context.hpp"
#include "simulator/scenario/transport.hpp"

namespace pitboss::scenario {

/// What run() does, over any transport; tests put a wallet without sockets behind it.
results::Results run_with(const Connections &connections, const RetryPolicy &retry, const target::TargetFile &target,
                          const std::vector<Scenario> &scenarios, const RunOptions &options,
                          const std::vector<results::Listener *> &listeners, const std::atomic<bool> &cancelled);

}  // namespace pitboss::scenario
