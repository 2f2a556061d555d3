#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schemas/journal/journal.hpp"

/// Which steps of an onboarding (schemas/CONTRACT/onboarding.yaml) the traffic of a partner has shown. Pure: exchanges
/// go in one by one.
namespace pitboss::reference::onboarding {

/// An exchange as the judges see it.
struct Shown {
  std::uint64_t id = 0;  ///< by which the evidence names it
  const journal::Exchange &exchange;
};

/// Says that traffic has shown a step; `evidence` are the exchanges that together do.
using Mark = std::function<void(std::string_view step, const std::vector<std::uint64_t> &evidence)>;

/// Watches one partner on one contract, in the order of its exchanges. Keeps a bounded number of hashes, no texts.
class StepJudge {
 public:
  StepJudge() = default;
  virtual ~StepJudge() = default;
  StepJudge(const StepJudge &) = delete;
  StepJudge &operator=(const StepJudge &) = delete;

  virtual void see(const Shown &shown, const Mark &mark) = 0;
  /// Whether it was answered as steady traffic has to be: no failure, nothing refused.
  [[nodiscard]] virtual bool is_good(const journal::Exchange &exchange) const = 0;
  /// The steps that it can tell, by id.
  [[nodiscard]] virtual std::vector<std::string_view> steps() const = 0;
};

/// Throws std::logic_error for an unknown contract.
std::unique_ptr<StepJudge> make_step_judge(std::string_view contract);
std::unique_ptr<StepJudge> make_feed_judge();
std::unique_ptr<StepJudge> make_wallet_judge();
std::unique_ptr<StepJudge> make_movements_judge();

/// Answered 2xx, whole, and not known to have changed nothing.
bool is_accepted(const journal::Exchange &exchange);

/// The last `most` things by the hash of what names them; the oldest one is forgotten first.
template <class Value>
class Recent {
 public:
  static constexpr std::size_t most = 10'000;

  /// nullptr where there is none, or it is forgotten.
  Value *find(std::size_t key) {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
  }
  void set(std::size_t key, Value value) {
    if (!values_.insert_or_assign(key, std::move(value)).second) return;
    order_.push_back(key);
    if (order_.size() <= most) return;
    values_.erase(order_.front());
    order_.pop_front();
  }

 private:
  std::unordered_map<std::size_t, Value> values_;
  std::deque<std::size_t> order_;
};

/// A hash of texts in their order.
std::size_t hash_of(std::initializer_list<std::string_view> texts);
/// A hash of what the value says: members in any order, numbers however written.
std::size_t content_hash(const wire::Json &json);
/// A text as JSON; null where it is none.
wire::Json parsed(std::string_view text);
/// The member as text: of a string its value, of a number its shortest form; empty where there is none.
std::string text_of(const wire::Json &json, std::string_view name);
/// The member `data`, or the value itself, as an array; empty where neither is one.
wire::JsonArray records_of(const wire::Json &json);

}  // namespace pitboss::reference::onboarding
