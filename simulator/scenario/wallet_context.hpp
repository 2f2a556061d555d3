#pragma once

#include "schemas/wire/signature.hpp"
#include "simulator/scenario/run_context.hpp"
#include "simulator/scenario/sessions.hpp"
#include "simulator/scenario/standing_checks.hpp"

namespace pitboss::scenario {

/// What all scenarios of the contract `wallet` share in a run.
struct WalletContext : RunContext {
  explicit WalletContext(const RunSetup &setup)
      : RunContext(setup),
        wallet(setup.target.wallet.value()),
        signer(wallet.hmac_secret, wallet.signature_encoding),
        other_signer(wallet.hmac_secret + "-not", wallet.signature_encoding),
        standing(setup.target, setup.secrets) {}

  const target::Wallet &wallet;
  wire::Signer signer;
  wire::Signer other_signer;  ///< of a secret that is not the target's
  WalletSessions sessions;
  StandingChecks standing;
};

}  // namespace pitboss::scenario
