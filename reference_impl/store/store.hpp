#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reference_impl/wallet/reader.hpp"
#include "reference_impl/wallet/rules.hpp"
#include "reference_impl/wallet/settings.hpp"
#include "reference_impl/wallet/state.hpp"

namespace spdlog {
class logger;
}

/// Durable state of the reference implementation. Nothing is kept anywhere else, so that a server can be killed at any
/// time, and so that any number of servers can share an engine that allows it.
namespace pitboss::reference::store {

/// One unit of work: load what the keys name, decide, apply, all of it atomically against every other unit.
struct Operation {
  wallet::Keys keys;
  /// Pure; an engine may call it more than once (when it has to start over after a conflict), the last outcome counts.
  std::function<wallet::Outcome(const wallet::View &)> decide;
  /// Called once, from any thread, when the outcome is durable. nullopt: it could not be made durable, or nobody knows
  /// whether it was (the connection to a database was lost while it committed).
  std::function<void(std::optional<wallet::Reply>)> done;
};

class Store {
 public:
  Store() = default;
  virtual ~Store() = default;  ///< finishes the operations that were submitted
  Store(const Store &) = delete;
  Store &operator=(const Store &) = delete;

  /// Returns at once or after the operation is done. Safe from any thread.
  virtual void submit(Operation operation) = 0;

  /// Calls `done`, from any thread, when everything is done that was submitted before.
  void settle(std::function<void()> done) {
    submit({.keys = {},
            .decide = [](const wallet::View &) { return wallet::Outcome{}; },
            .done = [done = std::move(done)](const std::optional<wallet::Reply> &) { done(); }});
  }

  // Setting up and looking in; these block and throw std::runtime_error with a message for the user.

  /// Keeps `fresh` where nothing is kept yet. Returns what is kept: the same for all servers that start at once.
  virtual wallet::Settings keep_settings(const wallet::Settings &fresh) = 0;
  /// A player who is there already stays as he is.
  virtual void add_players(std::span<const wallet::NewPlayer> players) = 0;
  /// The first `limit` players of a brand, in the order of their ids.
  virtual std::vector<wallet::PlayerAccount> list_players(const std::string &brand, std::size_t limit) = 0;
  /// Calls `look` with what is kept; nothing changes meanwhile, so that `look` must not take long. It may be called
  /// more than once (by an engine that has to start over): the last call counts.
  virtual void read(const std::function<void(wallet::Reader &)> &look) = 0;
};

/// Tells that the store cannot go on (a damaged file); the server then ends.
using OnFatal = std::function<void(const std::string &why)>;

/// Opens the store that `name` names: "memory", "sqlite:FILE" which is made if it is not there, or "postgresql://…" of
/// a database that is there. Throws std::runtime_error with what is wrong (unknown kind, not writable, in use by
/// another server, damaged, no file of ours, no database, wrong password) and what to do.
std::unique_ptr<Store> open_store(const std::string &name, std::shared_ptr<spdlog::logger> log, OnFatal on_fatal);

}  // namespace pitboss::reference::store
