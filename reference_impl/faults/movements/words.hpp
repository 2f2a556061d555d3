#pragma once

#include <optional>
#include <string>
#include <utility>

#include "reference_impl/faults/movements/deviations.hpp"
#include "reference_impl/faults/wrap.hpp"
#include "schemas/wire/ids.hpp"

/// Small helpers of the files in this folder.
namespace pitboss::reference::movements::faults {

using Server = reference::Behaviour;
using Reason = Refusal::Reason;
using wire::Json;

/// A check of an update that never finds anything.
inline std::optional<std::string> pass_update(const Platform &, const std::vector<Update> &, std::size_t) {
  return std::nullopt;
}

/// Whether a request is one of this contract.
inline bool is_of_contract(const http::Request &request) {
  return request.path.starts_with("/tracking/") || request.path.starts_with("/reporting/");
}

/// The movement of a request as a fault records it, whom no rule was asked about.
inline Recorded recorded_unjudged(const std::string &client_id, const MovementRequest &request,
                                  std::optional<std::string> request_id) {
  Recorded recorded;
  recorded.movement = {.id = wire::fresh_guid(),
                       .client_id = client_id,
                       .request_id = std::move(request_id),
                       .updates = std::get<std::vector<Update>>(request.metrics),
                       .raw_payload = request.raw_payload,
                       .contribution = {},
                       .created_at = wire::now()};
  return recorded;
}

/// What the rules make of a movement; nullptr where they refuse it.
template <class Use>
void if_recorded(const Outcome &outcome, Use use) {
  if (const auto *recorded = std::get_if<Recorded>(&outcome)) use(*recorded);
}

}  // namespace pitboss::reference::movements::faults
