#pragma once

#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "simulator/scenario/rest_answer.hpp"
#include "simulator/scenario/rest_request.hpp"

namespace pitboss::scenario {

/// What one scenario wrote, by the model of the contract, and what the target must show of it.
class RestLedger {
 public:
  virtual ~RestLedger() = default;

  /// A write and its answer; one without a reply may or may not have taken effect until it is sent again.
  virtual void observe(const RestRequest &request, const RestAnswer &answer) = 0;

  struct Finding {
    std::string what, expected, actual;
    bool holds = true;
  };
  using Read = std::function<RestAnswer(const std::string &list_call, const wire::Json &arguments)>;
  /// Reads what was written and compares. `payload`: how it was sent, too.
  virtual std::vector<Finding> audit(const Read &read, bool payload) = 0;

  /// A call of a random history: valid, or a retry that must be refused.
  struct Drawn {
    std::string call;
    wire::Json arguments;
    bool is_refused = false;  ///< what its refusal says is judged elsewhere
  };
  /// What a random history begins with.
  virtual std::vector<Drawn> first_calls() = 0;
  virtual Drawn draw(std::mt19937_64 &random) = 0;
};

/// The ledger of a contract: movements are folded, all other records are rows under a key.
std::unique_ptr<RestLedger> make_ledger(const std::string &contract, const RestCalls &calls,
                                        const target::Rest &target);

}  // namespace pitboss::scenario
