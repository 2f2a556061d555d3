#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/model/movements_model.hpp"
#include "simulator/traffic/movements_setup.hpp"
#include "simulator/traffic/random.hpp"

namespace pitboss::traffic {

/// A movement of a player, by which it can be made again at any time: a run keeps these and no payloads.
struct MovementRef {
  enum class Id : std::uint8_t { as_drawn, always };
  std::uint32_t number = 0;  ///< of the player, from 1
  Id id = Id::as_drawn;      ///< always: it bears a request ID, since it may be sent again
  bool relative = false;     ///< all of it: it goes beside others, whose order nobody knows
};

/// Why a movement has to be refused (movements.md, rules 1, 2, 4 to 6).
enum class MovementRefusal {
  unknown_code,
  code_in_capitals,
  archived,
  no_number,
  unknown_type,
  fraction_for_integer,
  no_metrics,
  too_many_metrics,
  unknown_player,
  registered_twice,
};
std::string_view to_string(MovementRefusal refusal);  ///< "an unknown metric"
/// Id in the catalogue of what a target breaks that accepts it.
std::string_view requirement_of(MovementRefusal refusal);

/// Makes the movements of one player: number and seed alone decide what is in them.
class MovementMaker {
 public:
  MovementMaker(const MovementsSetup &setup, std::size_t player) : setup_(&setup), player_(&setup.players[player]) {}

  [[nodiscard]] model::Movement make(const MovementRef &ref) const;
  /// The body of a registration.
  [[nodiscard]] std::string registration() const;
  /// The body of movement `number` with something wrong. Precondition: can_refuse.
  [[nodiscard]] std::string refused(std::uint32_t number, MovementRefusal refusal) const;
  /// Whether the target file names what it takes.
  [[nodiscard]] bool can_refuse(MovementRefusal refusal) const;
  [[nodiscard]] std::string request_id(std::uint32_t number) const;
  [[nodiscard]] const MovementsPlayer &player() const { return *player_; }

 private:
  enum class Blanks { none, some };
  struct Draft {
    std::string code, type, value;
  };
  [[nodiscard]] std::vector<Draft> drafts(Random &random, std::size_t count, bool relative) const;
  [[nodiscard]] std::string body(const std::vector<Draft> &metrics, const std::string &request_id,
                                 const std::string &player, Blanks blanks) const;
  [[nodiscard]] Random random_of(std::uint32_t number) const;

  const MovementsSetup *setup_;
  const MovementsPlayer *player_;
};

}  // namespace pitboss::traffic
