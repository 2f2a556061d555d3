#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/scenario/rest_calls.hpp"
#include "simulator/scenario/rest_texts.hpp"
#include "simulator/target/client.hpp"

namespace pitboss::scenario {

/// A call of a REST contract, ready to be sent but for the token or key.
struct RestRequest {
  const RestCall *call = nullptr;  ///< null for what is no call of the contract
  std::string name;                ///< for the report: "push_customers with currency ABC"
  target::Request request;
  bool as_described = true;                         ///< the body is built of records: the model knows what it means
  std::vector<wire::Json> records = {};             ///< that the body holds; of a write without bulk its body
  std::map<std::string, std::string> filters = {};  ///< those of a list, by the name of the row's member
  std::string admission = "own";                    ///< token or key
  std::string keep_token_as = {};                   ///< of get_token
  bool follows_pages = false;
  bool may_be_refused = false;  ///< by a right target
  bool judges_filter = false;
};

/// Builds requests from the arguments of steps (docs/rest-scenarios.md, Calls).
class RestRequests {
 public:
  RestRequests(const target::Rest &target, const RestCalls &calls, const RestTexts &texts)
      : target_(&target), calls_(&calls), texts_(&texts) {}

  /// Throws std::invalid_argument where there is no such call, or the target file lacks what it names.
  [[nodiscard]] RestRequest call(const std::string &name, const wire::Json &arguments, int n) const;
  /// The action `http`.
  [[nodiscard]] RestRequest http(const wire::Json &arguments, int n) const;

 private:
  void add_body(RestRequest &built, const wire::Json &arguments, int n) const;
  [[nodiscard]] std::vector<wire::Json> records_of(const RestCall &call, const wire::Json &arguments, int n) const;
  [[nodiscard]] wire::Json record_of(const RestCall &call, const wire::Json &changes, int number, int n) const;
  [[nodiscard]] wire::Json movement_defaults(const RestCall &call, const wire::Json &arguments, int n) const;
  [[nodiscard]] wire::Json metrics_of(const wire::Json &arguments, int n) const;
  void add_query(RestRequest &built, const wire::Json &arguments, int n) const;
  void add_headers(RestRequest &built, const wire::Json &arguments, int n) const;

  const target::Rest *target_;
  const RestCalls *calls_;
  const RestTexts *texts_;
};

/// Where a call goes: what the target file says, else the contract.
std::string path_of(const RestCall &call, const target::Rest &target);
/// RFC 3986, section 2.1: everything but unreserved characters as %XX.
std::string percent_encoded(std::string_view text);

}  // namespace pitboss::scenario
