// What came back: of one player's movements, reply by reply.
#include <algorithm>

#include "schemas/wire/encoding.hpp"
#include "simulator/traffic/measurable.hpp"
#include "simulator/traffic/movements_session.hpp"

namespace pitboss::traffic {
namespace {

using wire::Decimal;
using wire::Json;

constexpr int most_tries = 10;
constexpr std::chrono::milliseconds first_wait{5};
constexpr std::chrono::milliseconds longest_wait{1'000};
constexpr std::string_view duplicate = "duplicate metric movement request";
constexpr std::size_t moves_told = 4;

std::string signed_words(const Decimal &off) {
  return off.is_negative() ? (-off).to_string() + " too little" : off.to_string() + " too much";
}

}  // namespace

Outcome MovementsSession::judge(std::size_t request, const Reply &reply) {
  Outcome outcome = judge_answer(request, reply);
  if (const std::string fault = form_fault(reply); !fault.empty())
    outcome = wrong(request, reply, "form", words(request) + ": " + fault, "movements.http.json-content-type");
  end_request();
  return outcome;
}

Outcome MovementsSession::lose(std::size_t request, Loss loss, std::string_view detail) {
  flight_.answers[request] = loss == Loss::connect ? Answer::never_arrived : Answer::unknown;
  flight_.failed = flight_.failed || loss != Loss::on_purpose;
  if (loss != Loss::on_purpose) trouble_ = std::string(detail);
  end_request();
  return loss == Loss::on_purpose ? Outcome::lost : Outcome::failed;
}

Outcome MovementsSession::judge_answer(std::size_t request, const Reply &reply) {
  switch (answer_of(reply.status)) {
    case traffic::Answer::accepted:
      flight_.answers[request] = Answer::accepted;
      return judge_accepted(request, reply);
    case traffic::Answer::refused:
    case traffic::Answer::unauthorized:
      return judge_refused(request, reply);
    case traffic::Answer::limited:
      flight_.answers[request] = Answer::never_arrived;
      break;
    case traffic::Answer::nothing:
      flight_.answers[request] = Answer::unknown;
      break;
  }
  flight_.failed = true;
  if (const auto wait = wait_of(reply.retry_after)) wait_until_ = Clock::now() + *wait;
  trouble_ = "status " + std::to_string(reply.status);
  return Outcome::failed;
}

Outcome MovementsSession::judge_accepted(std::size_t request, const Reply &reply) {
  if (op_.call == Call::balances) return judge_balances(request, reply);
  if (op_.call == Call::movements) return judge_list(request, reply);
  if (op_.must == Must::be_refused)
    return wrong(request, reply, "accepted",
                 words(request) + " had to be refused, but was answered " + std::to_string(reply.status),
                 requirement_of(*op_.refusal));
  if (op_.must == Must::be_duplicate)
    return wrong(request, reply, "retry",
                 words(request) + " was answered " + std::to_string(reply.status) +
                     ", as if it had been new: a retry under the same request ID is a duplicate",
                 "movements.request-id.duplicate-refused");
  const auto accepted = std::count(flight_.answers.begin(), flight_.answers.end(), Answer::accepted);
  if (op_.copies > 1 && accepted > 1)
    return wrong(request, reply, "copies",
                 words(request) + ": " + std::to_string(accepted) + " of the copies with one request ID were accepted",
                 "movements.in-flight.request-id-once");
  return Outcome::right;
}

Outcome MovementsSession::judge_refused(std::size_t request, const Reply &reply) {
  const bool is_duplicate = says(reply.body, duplicate);
  flight_.answers[request] = is_duplicate ? Answer::duplicate : Answer::refused;
  if (op_.must == Must::be_refused) {
    if (*op_.refusal != MovementRefusal::unknown_player || says(reply.body, "client not found")) return Outcome::right;
    return wrong(request, reply, "refusal", words(request) + " has to be refused with `client not found`",
                 "movements.player.unknown-refused");
  }
  const bool may_be_there = op_.must == Must::be_duplicate || op_.copies > 1 || op_.retrying;
  if (op_.call == Call::movement && is_duplicate && may_be_there) return Outcome::right;
  if (op_.call == Call::registration && op_.retrying) return Outcome::right;  // by the request whose reply was lost
  trouble_ = words(request) + " was refused with " + std::to_string(reply.status);
  if (op_.call == Call::movement && may_be_there)
    return wrong(request, reply, "duplicate-unsaid",
                 trouble_ + ", but its body does not say `" + std::string(duplicate) + "`",
                 "movements.request-id.duplicate-refused");
  if (op_.call == Call::registration) stuck_ = true;
  const bool is_read = op_.must == Must::show;
  if (is_read) stuck_ = true;
  return wrong(request, reply, "refused", trouble_ + ", although nothing is wrong with it",
               is_read                          ? "movements.players.listed"
               : op_.call == Call::registration ? "movements.register.accepted"
               : op_.repeats                    ? "movements.request-id.none-no-deduplication"
                                                : "movements.metric.relative-adds");
}

Outcome MovementsSession::judge_balances(std::size_t request, const Reply &reply) {
  const Page page = read_page(reply);
  if (!page.fault.empty())
    return wrong(request, reply, "form", words(request) + ": " + page.fault, "movements.players.listed");
  for (const Json &row : page.rows)
    if (text_at(row, "external_client_id") == maker_.player().external_id &&
        wire::equal_ignoring_case(text_at(row, "revenue_origin_id"), maker_.player().brand))
      return compare_balances(request, reply, row);
  if (op_.page == 1) last_page_.clear();
  // A list that does not know the filter (SHOULD) has the player on a later page.
  if (!page.rows.empty() && wire::to_text(Json(page.rows)) != last_page_) {
    last_page_ = wire::to_text(Json(page.rows));
    ops_.push_front(op_);
    ++ops_.front().page;
    return Outcome::right;
  }
  trouble_ = "the list of players does not show him";
  if (ending_) books_.closing.emplace();
  return wrong(request, reply, "player", name() + " is registered, but not in the list of players",
               "movements.players.listed");
}

Outcome MovementsSession::compare_balances(std::size_t request, const Reply &reply, const Json &row) {
  const Json *listed = row.find("balances");
  model::Balances actual;
  bool readable = listed != nullptr && listed->object() != nullptr;
  if (readable)
    for (const auto &[code, value] : *listed->object()) {
      const auto balance = value.string() == nullptr ? std::nullopt : Decimal::parse_numeric_string(*value.string());
      const bool is_number = balance && is_measurable(*balance);
      readable = readable && is_number;
      if (is_number) actual[code] = *balance;
    }
  if (ending_) books_.closing = actual;
  if (!readable)
    return wrong(request, reply, "form",
                 words(request) + ": `balances` has to hold a numeric string for each metric: " + wire::to_text(row),
                 "movements.players.listed");
  Outcome outcome = Outcome::right;
  model::Balances all = books_.balances;
  for (const auto &[code, balance] : actual) all.try_emplace(code);
  for (const auto &[code, due] : all) {
    const Decimal expected = due + drift_[code];
    const auto found = actual.find(code);
    const Decimal shown = found == actual.end() ? Decimal() : found->second;
    if (shown == expected || books_.undecided.contains(code)) continue;
    const std::string story = code + ": a balance of " + expected.to_string() + " was due, but the list says " +
                              shown.to_string() + ": " + signed_words(shown - expected) + last_moves(code);
    if (first_drift_.empty()) first_drift_ = story;
    drift_[code] += shown - expected;
    outcome = wrong(request, reply, "balance", story, "movements.balance.fold-of-movements");
  }
  return outcome;
}

Outcome MovementsSession::judge_list(std::size_t request, const Reply &reply) {
  const Page page = read_page(reply);
  if (!page.fault.empty())
    return wrong(request, reply, "form", words(request) + ": " + page.fault, "movements.list.each-once");
  if (op_.page == 1) last_page_.clear();
  std::string text = wire::to_text(Json(page.rows));
  const bool repeats = !page.rows.empty() && text == last_page_;
  last_page_ = std::move(text);
  if (!repeats)
    for (const Json &row : page.rows) list_check_->take(row);
  rows_read_ += page.rows.size();
  const bool has_more = !page.rows.empty() && !repeats && (!page.total || rows_read_ < *page.total);
  if (has_more) {
    ops_.push_front(op_);
    ++ops_.front().page;
    return Outcome::right;
  }
  if (repeats && list_check_->listed() < recorded_.size()) {
    trouble_ = "the list of movements has the same rows on page " + std::to_string(op_.page) + " as on the one before";
    return Outcome::right;  // pages are a SHOULD: nobody can say what is there
  }
  end_list();
  if (books_.list_faults.empty()) return Outcome::right;
  return wrong(request, reply, "list",
               std::to_string(books_.list_fault_count) +
                   " rows of the list of movements are wrong; the first: " + books_.list_faults.front(),
               "movements.list.each-once");
}

void MovementsSession::end_list() {
  list_check_->finish();
  books_.list_read = true;
  books_.listed = list_check_->listed();
  books_.list_faults = list_check_->faults();
  books_.list_fault_count = list_check_->fault_count();
  for (const MovementRef &ref : list_check_->found()) model::apply(books_.balances, maker_.make(ref).metrics);
}

void MovementsSession::end_request() {
  if (--flight_.left > 0) return;
  resolve();
  if (!flight_.failed || !again_ || Clock::now() < wait_until_) return;
  wait_until_ =
      Clock::now() + std::min<std::chrono::milliseconds>(first_wait * (1 << std::min(tries_, 8)), longest_wait);
}

/// What follows from the answers to op_.
void MovementsSession::resolve() {
  if (op_.call == Call::movement && op_.must == Must::apply)
    return op_.copies > 1 ? resolve_copies() : resolve_movements();
  const Answer answer = flight_.answers.front();
  const bool is_open = answer == Answer::unknown || answer == Answer::never_arrived;
  if (op_.call == Call::registration && op_.must == Must::apply)
    registered_ = answer == Answer::accepted || (op_.retrying && answer == Answer::refused);
  if (!is_open) return;
  op_.retrying = op_.retrying || answer == Answer::unknown;
  again(std::move(op_.movements));
}

void MovementsSession::resolve_copies() {
  const auto count = [this](Answer answer) {
    return std::count(flight_.answers.begin(), flight_.answers.end(), answer);
  };
  if (count(Answer::accepted) > 0) return record(op_.movements[0]);
  if (count(Answer::unknown) + count(Answer::never_arrived) == 0) {
    // Each copy was refused as a duplicate of another, or is told already.
    if (count(Answer::duplicate) > 0)
      wrong(0, Reply{}, "copies", words(0) + ": all copies were refused, and none was recorded",
            "movements.in-flight.request-id-once");
    return;
  }
  if (count(Answer::duplicate) > 0 && count(Answer::unknown) > 0) return record(op_.movements[0]);
  op_.retrying = op_.retrying || count(Answer::unknown) > 0;
  again(op_.movements);
}

void MovementsSession::resolve_movements() {
  std::vector<MovementRef> open;
  bool unknown = false;
  for (std::size_t i = 0; i < flight_.answers.size(); ++i) {
    const MovementRef &ref = op_.movements[i];
    const bool has_id = maker_.make(ref).request_id.has_value();
    switch (flight_.answers[i]) {
      case Answer::accepted:
        record(ref);
        break;
      case Answer::duplicate:
        if (op_.retrying) record(ref);
        break;
      case Answer::unknown:
        unknown = unknown || has_id;
        has_id ? open.push_back(ref) : doubt(ref);  // sent again without a request ID it would be added twice
        break;
      case Answer::never_arrived:
        open.push_back(ref);
        break;
      case Answer::refused:
        if (op_.retrying) doubt(ref);  // a refusal that does not say why leaves open whether the first was recorded
        break;
      case Answer::none:
        break;
    }
  }
  op_.retrying = op_.retrying || unknown;
  if (!open.empty()) again(std::move(open));
}

/// What had no answer is sent again, one after the other.
void MovementsSession::again(std::vector<MovementRef> movements) {
  op_.copies = 1;
  if (++tries_ >= most_tries) {
    stuck_ = true;
    if (ending_ && op_.must == Must::apply)
      for (const MovementRef &ref : movements) doubt(ref);
  }
  again_ = true;
  if (movements.size() > 1) {
    for (std::size_t i = movements.size(); i > 1; --i) {
      Op rest = op_;
      rest.movements = {movements[i - 1]};
      ops_.push_front(std::move(rest));
    }
    movements.resize(1);
  }
  op_.movements = std::move(movements);
}

void MovementsSession::record(const MovementRef &ref) {
  recorded_.push_back(ref);
  ++books_.recorded;
  model::apply(books_.balances, maker_.make(ref).metrics);
}

void MovementsSession::doubt(const MovementRef &ref) {
  doubted_.push_back(ref);
  for (const model::MetricUpdate &metric : maker_.make(ref).metrics) books_.undecided.insert(metric.code);
}

std::string MovementsSession::last_moves(const std::string &code) const {
  std::string out;
  std::size_t told = 0;
  for (auto ref = recorded_.rbegin(); ref != recorded_.rend() && told < moves_told; ++ref) {
    const model::Movement movement = maker_.make(*ref);
    const auto touches = std::find_if(movement.metrics.begin(), movement.metrics.end(),
                                      [&](const model::MetricUpdate &metric) { return metric.code == code; });
    if (touches == movement.metrics.end()) continue;
    out += (told++ == 0 ? ". What moved it last, newest first: " : "; ") +
           std::string(touches->absolute ? "absolute " : "relative ") + touches->value.to_string() + " (movement " +
           std::to_string(ref->number) + (movement.request_id ? ", request ID " + *movement.request_id : "") +
           (ref->relative ? ", together with others" : "") + ")";
  }
  return out;
}

std::string MovementsSession::name() const {
  return "player " + maker_.player().external_id;
}

std::string MovementsSession::words(std::size_t request) const {
  if (op_.call == Call::balances) return "list of players";
  if (op_.call == Call::movements) return "list of movements";
  if (op_.refusal)
    return (op_.call == Call::registration ? "a registration of " : "a movement with ") +
           std::string(to_string(*op_.refusal));
  if (op_.call == Call::registration) return "the registration";
  const MovementRef &ref = movement_of(request);
  std::string out = op_.must == Must::be_duplicate ? "the retry of movement " : "movement ";
  out += std::to_string(ref.number);
  if (const auto id = maker_.make(ref).request_id) out += ", request ID " + *id;
  if (op_.retrying) out += ", sent again after a lost reply";
  if (op_.copies > 1) out += ", " + std::to_string(op_.copies) + " copies in flight";
  if (op_.movements.size() > 1) out += ", " + std::to_string(op_.movements.size()) + " different ones in flight";
  return out;
}

Outcome MovementsSession::wrong(std::size_t request, const Reply &reply, std::string_view kind,
                                const std::string &story, std::string_view requirement) {
  findings_->add(kind, [&] {
    return Finding{std::string(kind),
                   std::string(requirement),
                   name(),
                   story,
                   flight_.requests[request],
                   reply.status == 0 ? "" : reply_text(reply)};
  });
  return Outcome::wrong;
}

}  // namespace pitboss::traffic
