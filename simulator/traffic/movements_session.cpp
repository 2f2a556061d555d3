#include "simulator/traffic/movements_session.hpp"

#include "simulator/scenario/rest_request.hpp"

namespace pitboss::traffic {
namespace {

constexpr std::uint64_t choices_stream = std::uint64_t{1} << 62;  // apart from the streams of contents
constexpr std::size_t most_together = 4;
constexpr std::uint32_t refusals = 10;  // kinds of MovementRefusal
constexpr std::size_t rows_a_page = 100;

}  // namespace

MovementsSession::MovementsSession(const MovementsSetup &setup, std::size_t player, Findings &findings)
    : setup_(&setup),
      findings_(&findings),
      maker_(setup, player),
      random_(setup.seed, choices_stream + setup.players[player].number) {}

Order MovementsSession::next(Clock::time_point now, bool closing) {
  if (closing && !ending_) {
    ending_ = true;
    stuck_ = false;  // a last chance for what had no answer
    tries_ = 0;
  }
  if (stuck_ || closed_ || (closing && !took_part_)) return {};
  if (now < wait_until_) return Order::wait(wait_until_);
  if (!again_ && !choose(closing)) return {};
  return send();
}

/// Sets op_ to what comes next; false where nothing does.
bool MovementsSession::choose(bool closing) {
  if (ops_.empty()) {
    if (!registered_) {
      ops_.emplace_back();
    } else if (closing) {
      if (!choose_closing()) return false;
    } else if (random_.happens(setup_->plan.must_be_refused)) {
      draw_refusal();
    } else if (!random_.happens(setup_->plan.retried) || !draw_retry()) {
      draw_movement();
    }
  }
  op_ = std::move(ops_.front());
  ops_.pop_front();
  tries_ = 0;
  return true;
}

/// What is read back at the end: the balances, then the list, page by page.
bool MovementsSession::choose_closing() {
  if (!registered_) return false;
  if (!books_.closing) {
    read(Call::balances);
    return true;
  }
  if (!list_check_) {
    list_check_.emplace(maker_, recorded_, doubted_);
    read(Call::movements);
    return true;
  }
  closed_ = true;
  return false;
}

void MovementsSession::draw_movement() {
  const MovementsPlan &plan = setup_->plan;
  Op op;
  op.call = Call::movement;
  const bool together = random_.happens(plan.together);
  const std::size_t count = together ? 2 + random_.below(most_together - 1) : 1;
  for (std::size_t i = 0; i < count; ++i) op.movements.push_back({++last_number_, MovementRef::Id::as_drawn, together});
  if (!together && random_.happens(plan.duplicated)) op.copies = 2 + random_.below(2);
  if (op.copies > 1) op.movements[0].id = MovementRef::Id::always;
  ops_.push_back(std::move(op));
  if (random_.happens(plan.balance_calls)) read(Call::balances);
}

void MovementsSession::draw_refusal() {
  Op op;
  op.must = Must::be_refused;
  op.refusal = static_cast<MovementRefusal>(random_.below(refusals));
  if (!maker_.can_refuse(*op.refusal)) op.refusal = MovementRefusal::unknown_code;
  op.call = *op.refusal == MovementRefusal::registered_twice ? Call::registration : Call::movement;
  op.refused_number = ++last_number_;
  ops_.push_back(std::move(op));
  read(Call::balances);  // nothing of it is applied
}

/// A movement that was recorded is sent again: the newest, or any. Without a request ID it is one more movement of the
/// same content (movements.md, rule 7). False where none was recorded.
bool MovementsSession::draw_retry() {
  if (recorded_.empty()) return false;
  const std::size_t age = random_.below(2) == 0 ? 0 : random_.below(static_cast<std::uint32_t>(recorded_.size()));
  const MovementRef &ref = recorded_[recorded_.size() - 1 - age];
  Op op;
  op.call = Call::movement;
  op.repeats = !maker_.make(ref).request_id;
  op.must = op.repeats ? Must::apply : Must::be_duplicate;
  op.movements = {ref};
  ops_.push_back(std::move(op));
  return true;
}

void MovementsSession::read(Call call) {
  Op op;
  op.call = call;
  op.must = Must::show;
  ops_.push_back(std::move(op));
}

Order MovementsSession::send() {
  const std::size_t count = std::max(op_.copies, std::max<std::size_t>(1, op_.movements.size()));
  Order order = Order::send(static_cast<std::size_t>(op_.call), count);
  const bool may_be_lost =
      op_.call == Call::movement && op_.must == Must::apply && count == 1 && !again_ && !op_.repeats;
  if (may_be_lost && random_.happens(setup_->plan.lost_replies)) {
    order.lose_reply = true;
    op_.movements[0].id = MovementRef::Id::always;
  }
  flight_ = {};
  flight_.answers.resize(count, Answer::none);
  flight_.requests.resize(count);
  flight_.left = count;
  took_part_ = true;
  again_ = false;
  return order;
}

const MovementRef &MovementsSession::movement_of(std::size_t request) const {
  return op_.copies > 1 ? op_.movements[0] : op_.movements[request];
}

void MovementsSession::write(std::size_t request, std::string &out) {
  const std::size_t begin = out.size();
  const std::string player = scenario::percent_encoded(maker_.player().external_id);
  const std::string page = "&per_page=" + std::to_string(rows_a_page) + "&page=" + std::to_string(op_.page);
  switch (op_.call) {
    case Call::registration:
      setup_->writer.write("POST", setup_->register_path, setup_->headers, maker_.registration(), out);
      break;
    case Call::movement:
      setup_->writer.write(
          "POST", setup_->movement_path, setup_->headers,
          op_.refusal ? maker_.refused(op_.refused_number, *op_.refusal) : maker_.make(movement_of(request)).payload,
          out);
      break;
    case Call::balances:
      setup_->writer.write("GET", setup_->clients_path + "?external_client_id=" + player + page, setup_->headers, "",
                           out);
      break;
    case Call::movements:
      setup_->writer.write("GET", setup_->list_path + "?external_client_id=" + player + page, setup_->headers, "", out);
      break;
  }
  flight_.requests[request].assign(out, begin);
}

}  // namespace pitboss::traffic
