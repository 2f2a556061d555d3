#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "simulator/scenario/transport.hpp"
#include "simulator/target/target_file.hpp"

namespace pitboss::scenario::testing {

/// A target of a REST contract without sockets. Tests bend it by a hook, or by the name of a deviation.
class FakeRest {
 public:
  virtual ~FakeRest() = default;

  target::TargetFile target;
  [[nodiscard]] Connections connections();

  /// What arrives, before the target looks at it. An exchange given here is the answer.
  std::function<std::optional<target::Exchange>(const target::Request &)> before;
  /// What leaves; may be changed.
  std::function<void(const target::Request &, target::Reply &)> after;
  /// A way to be wrong that a hook cannot bend; empty: none.
  std::string deviation;

  target::Exchange handle(const target::Request &request);
  [[nodiscard]] int requests() const { return requests_; }

 protected:
  /// The path without its query, and the query's values, decoded.
  struct Asked {
    std::string path;
    std::map<std::string, std::string> query;
    [[nodiscard]] std::string of(const std::string &name) const {
      const auto found = query.find(name);
      return found == query.end() ? "" : found->second;
    }
  };
  static Asked asked(const target::Request &request);
  static std::string header(const target::Request &request, std::string_view name);
  static target::Reply reply(int status, const wire::Json &body);
  static target::Reply error(int status, const std::string &message);
  /// One page of `rows`, by page and per_page.
  [[nodiscard]] target::Reply page(const Asked &asked, const wire::JsonArray &rows) const;

  virtual target::Reply answer(const target::Request &request) = 0;

 private:
  std::mutex mutex_;
  int requests_ = 0;
};

/// The contract `movements`, in memory.
class FakeMovements : public FakeRest {
 public:
  FakeMovements();

 protected:
  target::Reply answer(const target::Request &request) override;

 private:
  struct Player {
    std::string id, external_id, brand, click;
    std::map<std::string, wire::Decimal> balances;
    std::set<std::string> request_ids;
  };
  [[nodiscard]] bool deviates(std::string_view how) const { return deviation == how; }
  [[nodiscard]] std::pair<std::string, std::string> key_of(std::string external_id, std::string brand) const;
  [[nodiscard]] wire::Decimal moved(const wire::Decimal &balance, bool absolute, const wire::Decimal &value) const;
  target::Reply register_client(const wire::Json &body);
  target::Reply record(const wire::Json &body, const std::string &bytes);
  std::string fault_of(const wire::Json &metrics) const;
  target::Reply list_movements(const Asked &asked) const;
  target::Reply list_clients(const Asked &asked) const;

  std::map<std::pair<std::string, std::string>, Player> players_;
  wire::JsonArray movements_;  ///< rows, oldest first
  std::set<std::string> all_request_ids_;
  std::string last_body_;
};

/// The contract `feed`, in memory, as far as tests of the runner want it.
class FakeFeed : public FakeRest {
 public:
  FakeFeed();
  /// Requests that one token serves until `served_again`.
  int limit = 1000;

 protected:
  target::Reply answer(const target::Request &request) override;

 private:
  target::Reply token(const target::Request &request);
  target::Reply push(const Asked &asked, const wire::Json &body);
  [[nodiscard]] target::Reply list(const Asked &asked) const;

  std::map<std::string, int> used_;                                ///< by token
  std::map<std::string, std::map<std::string, wire::Json>> rows_;  ///< by path and key
};

}  // namespace pitboss::scenario::testing
