#pragma once

#include "reference_impl/feed/behaviour.hpp"
#include "reference_impl/http/server.hpp"
#include "reference_impl/movements/behaviour.hpp"
#include "reference_impl/wallet/behaviour.hpp"

namespace pitboss::reference {

/// All that the server does, as tables of functions, a member for each contract. Left alone it is what the contracts
/// say; the named deviations of reference_impl/faults replace entries, and that is the only way in which they reach it.
struct Behaviour {
  http::ServerSettings http;  ///< of all contracts; handler, address and port are set by the server
  wallet::Behaviour wallet;
  feed::Behaviour feed;
  movements::Behaviour movements;

  Behaviour();
};

}  // namespace pitboss::reference
