#pragma once

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulator/traffic/movements_list_check.hpp"
#include "simulator/traffic/rest_reply.hpp"

namespace pitboss::traffic {

/// What a player's books came to.
struct MovementsBooks {
  model::Balances balances;                ///< the fold of what was recorded
  std::optional<model::Balances> closing;  ///< as the target listed them at the end
  std::size_t recorded = 0, listed = 0;
  bool list_read = false;
  std::vector<std::string> list_faults;
  std::size_t list_fault_count = 0;
  std::set<std::string> undecided;  ///< metrics that a movement without a reply may have moved, nobody knows when
};

/// The operator's movements of one player: one call at a time, but for copies of a movement, and relative updates in
/// flight together, whose sum is the same in any order. A movement whose reply was lost is sent again under its request
/// ID until it is answered as recorded or as a duplicate.
class MovementsSession final : public Session {
 public:
  MovementsSession(const MovementsSetup &setup, std::size_t player, Findings &findings);

  Order next(Clock::time_point now, bool closing) override;
  void write(std::size_t request, std::string &out) override;
  Outcome judge(std::size_t request, const Reply &reply) override;
  Outcome lose(std::size_t request, Loss loss, std::string_view detail) override;

  [[nodiscard]] const MovementsBooks &books() const { return books_; }
  [[nodiscard]] bool took_part() const { return took_part_; }
  [[nodiscard]] std::string name() const;
  /// Why the player could not be read back; empty where he could.
  [[nodiscard]] const std::string &trouble() const { return trouble_; }
  /// What was recorded last that moved this metric, in words.
  [[nodiscard]] std::string last_moves(const std::string &code) const;
  [[nodiscard]] const std::string &first_drift() const { return first_drift_; }

 private:
  enum class Call { registration, movement, balances, movements };  // Traffic::calls
  enum class Must { apply, be_duplicate, be_refused, show };

  /// What is in flight.
  struct Op {
    Call call = Call::registration;
    Must must = Must::apply;
    std::vector<MovementRef> movements;  // one, or several together
    std::size_t copies = 1;              // of the one
    std::optional<MovementRefusal> refusal;
    std::uint32_t refused_number = 0;
    std::size_t page = 1;
    bool repeats = false;   // one that was recorded, without a request ID: it can be given none
    bool retrying = false;  // it may have been recorded by a request that had no reply
  };
  enum class Answer { none, accepted, duplicate, refused, never_arrived, unknown };
  struct Flight {
    std::vector<Answer> answers;
    std::vector<std::string> requests;  // as sent
    std::size_t left = 0;
    bool failed = false;  // by an error, after which it is wise to wait
  };

  // movements_session.cpp: what comes next
  bool choose(bool closing);
  bool choose_closing();
  void draw_movement();
  void draw_refusal();
  bool draw_retry();
  void read(Call call);
  Order send();
  // movements_judge.cpp: what came back
  Outcome judge_answer(std::size_t request, const Reply &reply);
  Outcome judge_accepted(std::size_t request, const Reply &reply);
  Outcome judge_refused(std::size_t request, const Reply &reply);
  Outcome judge_balances(std::size_t request, const Reply &reply);
  Outcome judge_list(std::size_t request, const Reply &reply);
  Outcome compare_balances(std::size_t request, const Reply &reply, const wire::Json &row);
  void end_request();
  void resolve();
  void end_list();
  void resolve_copies();
  void resolve_movements();
  void again(std::vector<MovementRef> movements);
  void record(const MovementRef &ref);
  void doubt(const MovementRef &ref);
  Outcome wrong(std::size_t request, const Reply &reply, std::string_view kind, const std::string &story,
                std::string_view requirement);
  [[nodiscard]] std::string words(std::size_t request) const;
  [[nodiscard]] const MovementRef &movement_of(std::size_t request) const;

  const MovementsSetup *setup_;
  Findings *findings_;
  MovementMaker maker_;
  Random random_;
  MovementsBooks books_;
  model::Balances drift_;  // how far the target is off already, so that one fault is told once
  std::vector<MovementRef> recorded_, doubted_;
  std::deque<Op> ops_;
  Op op_;
  Flight flight_;
  std::uint32_t last_number_ = 0;
  int tries_ = 0;       // of op_ that ended without an answer
  bool again_ = false;  // op_ is to be sent again
  bool registered_ = false, took_part_ = false, stuck_ = false, ending_ = false, closed_ = false;
  std::optional<MovementsListCheck> list_check_;
  std::size_t rows_read_ = 0;
  std::string last_page_;
  Clock::time_point wait_until_{};
  std::string first_drift_, trouble_;
};

}  // namespace pitboss::traffic
