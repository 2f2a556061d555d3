#pragma once

#include <functional>

#include "reference_impl/http/server.hpp"
#include "reference_impl/movements/messages.hpp"
#include "reference_impl/movements/protocol.hpp"
#include "reference_impl/movements/queries.hpp"
#include "reference_impl/movements/records.hpp"
#include "reference_impl/movements/replies.hpp"
#include "reference_impl/movements/rules.hpp"

namespace pitboss::reference::movements {

/// A write in two steps: what is kept is looked at, and then something is made of it.
struct Work {
  std::function<View(SqlTransaction &)> look;
  std::function<void(SqlTransaction &, const View &)> act;
  std::function<void(bool done)> done;  ///< as of a store::SqlUnit
};

/// All that the platform does, as tables of functions.
struct Behaviour {
  Protocol protocol;
  Reading reading;
  Rules rules;
  Queries queries;
  Replies replies;
  /// What is kept of the player that a request names.
  std::function<View(SqlTransaction &, const RegisterRequest &)> find_registered;
  std::function<View(SqlTransaction &, const MovementRequest &)> find_player;
  /// Does a write: both steps in one unit of work, so that nothing comes between them.
  std::function<void(store::SqlStore &, const http::Later &, Work)> submit;

  Behaviour();
};

}  // namespace pitboss::reference::movements
