#pragma once

#include <list>
#include <unordered_map>

#include "reference_impl/dashboard/routes.hpp"
#include "reference_impl/referee/meddler.hpp"
#include "reference_impl/referee/schedule.hpp"

namespace pitboss::reference::dashboard {

/// What the referee's scripts do to a client, by hand: the next operations of some kinds are lost, refused, delayed, …
/// Runs on the server's loop.
class Misbehaviours {
 public:
  explicit Misbehaviours(const http::Later &later) : meddler_(later) {}

  /// Does what is asked for to what passes.
  [[nodiscard]] http::Handler wrap(http::Handler inner);
  /// What was done to a request: the name of the action; empty where nothing was. `exchange`: its number.
  std::string finished(const http::Request &request, std::uint64_t exchange);

  /// `{"contract","on":[kinds],"do":[actions, one for each try],"count":N}`. Throws Problem.
  wire::Json add(const wire::Json &body);
  [[nodiscard]] wire::Json list() const;
  /// What is not done yet is not done any more. Throws Problem (404).
  void remove(const std::string &id);

  void add_to(Routes &routes);

  static constexpr std::size_t most_rows = 100;  ///< the oldest go
  static constexpr std::size_t most_exchanges_of_a_row = 100;

 private:
  struct Row {
    std::string id;
    std::string contract;
    referee::Rule rule;
    referee::Schedule schedule;
    std::vector<std::uint64_t> exchanges;  ///< that it met; the first ones
  };
  /// What is done to a request on its way.
  struct Met {
    std::string row;  ///< id; empty: a token that was refused before
    std::string action;
  };

  void serve(const http::Handler &inner, const http::Request &request, const http::Answer &answer);
  [[nodiscard]] static wire::Json row_json(const Row &row);

  referee::Meddler meddler_;
  std::list<Row> rows_;
  std::uint64_t last_id_ = 0;
  std::unordered_map<const http::Request *, Met> met_;
};

}  // namespace pitboss::reference::dashboard
