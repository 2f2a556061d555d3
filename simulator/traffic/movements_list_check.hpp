#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "simulator/traffic/movements_maker.hpp"

namespace pitboss::traffic {

/// What a player's list of movements shows, held against what was sent: each movement once, as it was sent, byte for
/// byte (movements.md, rule 9). The order is no matter of this.
class MovementsListCheck {
 public:
  /// `recorded`: that must be there; `doubted`: that may be there, since no reply told.
  MovementsListCheck(const MovementMaker &maker, const std::vector<MovementRef> &recorded,
                     const std::vector<MovementRef> &doubted);

  /// A row of the list; one of another player is passed over.
  void take(const wire::Json &row);
  /// When all were taken.
  void finish();

  [[nodiscard]] std::size_t listed() const { return listed_; }
  /// The doubted ones that are there: recorded after all.
  [[nodiscard]] const std::vector<MovementRef> &found() const { return found_; }
  /// What is wrong, in words, the first few; and how much there is.
  [[nodiscard]] const std::vector<std::string> &faults() const { return faults_; }
  [[nodiscard]] std::size_t fault_count() const { return fault_count_; }

 private:
  struct Entry {
    MovementRef ref;
    bool doubted = false, seen = false;
  };

  void add(const MovementRef &ref, bool doubted);
  void fault(std::string words);
  void compare(const wire::Json &row, const model::Movement &movement);
  [[nodiscard]] std::string name(const MovementRef &ref, const model::Movement &movement) const;

  const MovementMaker *maker_;
  std::vector<Entry> entries_;
  std::unordered_multimap<std::size_t, std::size_t> by_payload_;  ///< hash of the payload, index of the entry
  std::size_t listed_ = 0, fault_count_ = 0;
  std::vector<MovementRef> found_;
  std::vector<std::string> faults_;
};

}  // namespace pitboss::traffic
