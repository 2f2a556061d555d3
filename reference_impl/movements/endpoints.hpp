#pragma once

#include <memory>
#include <string>

#include "reference_impl/http/router.hpp"
#include "reference_impl/movements/behaviour.hpp"
#include "reference_impl/movements/platform.hpp"
#include "reference_impl/store/sql_store.hpp"

namespace spdlog {
class logger;
}

namespace pitboss::reference::movements {

/// The five calls of the contract: admit the request, read it, let the rules decide inside the store, write the reply.
class Endpoints {
 public:
  /// What the calls work with; it outlives them.
  struct Parts {
    const Behaviour &behaviour;
    const Platform &platform;
    store::SqlStore &store;
    http::Later later;
    std::shared_ptr<spdlog::logger> log;
    std::string api_key;
  };
  explicit Endpoints(Parts parts) : parts_(std::move(parts)) {}

  void add_to(http::Router &router) const;

 private:
  using Endpoint = void (Endpoints::*)(const http::Request &, const http::Answer &) const;
  /// What a unit of work came to: a refusal, or the body of the reply.
  using Result = std::variant<Refusal, wire::Json>;

  void register_client(const http::Request &request, const http::Answer &answer) const;
  void record_movement(const http::Request &request, const http::Answer &answer) const;
  void list_movements(const http::Request &request, const http::Answer &answer) const;
  void list_metrics(const http::Request &request, const http::Answer &answer) const;
  void list_clients(const http::Request &request, const http::Answer &answer) const;

  [[nodiscard]] http::Handler guarded(Endpoint endpoint) const;
  /// Does a write, and answers what `act` came to.
  void write(std::function<View(SqlTransaction &)> look, std::function<Result(SqlTransaction &, const View &)> act,
             const http::Answer &answer) const;
  /// Reads rows in a unit of work, and answers what `work` makes of them.
  void report(std::function<wire::Json(SqlTransaction &)> work, const http::Answer &answer) const;
  [[nodiscard]] http::Response refusal(const Refusal &refusal) const;
  [[nodiscard]] http::Response outcome_unknown() const;

  const Parts parts_;
};

}  // namespace pitboss::reference::movements
