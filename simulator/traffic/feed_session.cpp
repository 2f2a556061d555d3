#include "simulator/traffic/feed_session.hpp"

#include "simulator/scenario/rest_calls.hpp"

namespace pitboss::traffic {
namespace {

constexpr std::size_t rows_of_an_audit_page = 200;
constexpr std::chrono::milliseconds while_another_asks{5};
constexpr std::uint32_t pushes_of_a_delta = 20;

/// The path of a call that no target may change.
const std::string &path_of(const char *call) {
  return scenario::RestCalls::of("feed")->find(call)->path;
}

const std::string &push_path(FeedKind kind) {
  static const std::string paths[] = {path_of("push_customers"), path_of("push_transactions"),
                                      path_of("push_activity")};
  return paths[static_cast<std::size_t>(kind)];
}

const std::string &list_path(FeedKind kind) {
  static const std::string paths[] = {path_of("list_customers"), path_of("list_transactions"),
                                      path_of("list_activity")};
  return paths[static_cast<std::size_t>(kind)];
}

/// The record with its fault.
wire::Json damaged(const wire::Json &record, const FeedDamage &damage) {
  wire::Json out{wire::JsonObject{}};
  for (const auto &[name, value] : *record.object()) {
    // One fault at a time: with other totals the revenue would be wrong too.
    const bool is_revenue = damage.kind == FeedKind::activity && (name == "ggr" || name == "ngr");
    if (name == damage.field || is_revenue) continue;
    out.set(name, value);
  }
  if (!damage.left_out) out.set(damage.field, damage.value);
  return out;
}

}  // namespace

FeedSession::FeedSession(const FeedSetup &setup, std::size_t stream, Findings &findings)
    : setup_(&setup), stream_(stream), findings_(&findings), book_(setup, stream), day_(setup, stream) {}

std::string FeedSession::name() const {
  return "stream " + std::to_string(stream_);
}

Order FeedSession::next(Clock::time_point now, bool closing) {
  if (closing && !ending_) begin_ending();
  if (stuck_ || closed_ || (closing && !took_part_)) return {};
  if (now < wait_until_) return Order::wait(wait_until_);
  if (!again_ && !choose(closing)) return {};
  token_in_flight_ = needs_token(now);
  if (token_in_flight_ && setup_->tokens->is_shared() && !setup_->tokens->begin_asking()) {
    token_in_flight_ = false;
    again_ = true;
    return Order::wait(now + while_another_asks);
  }
  const auto kind = static_cast<std::size_t>(doing_ == Doing::push ? push_.kind : walk_->list().kind);
  const Call first = doing_ == Doing::push ? Call::push_customers : Call::list_customers;
  Order order = Order::send(token_in_flight_ ? 0 : static_cast<std::size_t>(first) + kind);
  const bool may_be_lost = !token_in_flight_ && doing_ == Doing::push && push_.damage == nullptr && !again_;
  order.lose_reply = may_be_lost && day_.random().happens(setup_->plan.lost_replies);
  if (!token_in_flight_) again_ = false;
  took_part_ = true;
  return order;
}

void FeedSession::begin_ending() {
  ending_ = true;
  stuck_ = false;  // a last chance for what had no answer
  tries_ = 0;
  pushes_.clear();
  again_ = again_ && doing_ == Doing::push;  // which nobody knows the end of
  if (!waited_ || setup_->tokens->is_shared()) return;
  // What was answered 429 is not sent again, so that the audit sees whether it was stored; and a new token need not
  // wait.
  if (again_ && !sent_twice_ && !push_.is_retry) {
    book_.end(push_.records, PushEnd::refused);
    again_ = false;
  }
  token_.reset();
  waited_ = false;
  wait_until_ = {};
}

/// Whether a token is to be asked for before anything else.
bool FeedSession::needs_token(Clock::time_point now) {
  if (setup_->tokens->is_shared()) token_ = setup_->tokens->current();
  if (!token_ || now >= token_->good_until) return true;
  const bool goes_to_the_limit = is_at_the_limit() && !ending_;  // at the end there is no time to wait
  if (goes_to_the_limit || token_->given_again || token_->sent < budget_) return false;
  setup_->tokens->drop(token_);
  return true;
}

/// Sets what comes next: a push, or the next page of a list that is being read; false where all is done.
bool FeedSession::choose(bool closing) {
  tries_ = 0;
  if (closing) return choose_closing();
  if (walk_ && (walk_->needs_quiet() || !is_last_a_page_)) {
    doing_ = Doing::page;
  } else {
    choose_push();
  }
  is_last_a_page_ = doing_ == Doing::page;
  return true;
}

void FeedSession::choose_push() {
  while (pushes_.empty()) day_.next_hour(book_, walk_ ? walk_->list().customer : std::nullopt, pushes_);
  doing_ = Doing::push;
  sent_twice_ = false;
  push_ = std::move(pushes_.front());
  pushes_.pop_front();
}

/// All rows of one customer after the other are read back.
bool FeedSession::choose_closing() {
  doing_ = Doing::page;
  if (walk_ && walk_->list().is_audit) return true;
  const std::uint32_t lists = book_.customers() * static_cast<std::uint32_t>(feed_kinds);
  if (audited_ == lists) {
    closed_ = true;
    return false;
  }
  FeedWalk::List list;
  list.kind = static_cast<FeedKind>(audited_ % feed_kinds);
  list.customer = audited_ / static_cast<std::uint32_t>(feed_kinds);
  list.rows_a_page = rows_of_an_audit_page;
  list.is_audit = true;
  walk_.emplace(book_, std::move(list));
  ++audited_;
  return true;
}

void FeedSession::begin_walk(FeedKind kind) {
  const auto [fewest, most] = setup_->plan.rows_a_page;
  FeedWalk::List list;
  list.kind = kind;
  list.customer = day_.random().below(book_.customers());
  list.rows_a_page = fewest + day_.random().below(most - fewest + 1);
  walk_.emplace(book_, std::move(list));
}

/// Customers that changed lately, of all streams, while these go on.
void FeedSession::begin_delta_sync() {
  FeedWalk::List list;
  list.since = book_.records().time_of(push_.number - std::min(push_.number, pushes_of_a_delta));
  list.rows_a_page = setup_->plan.rows_a_page.second;
  walk_.emplace(book_, std::move(list));
}

std::string FeedSession::body() const {
  std::string out = R"({"data":[)";
  for (std::size_t i = 0; i < push_.records.size(); ++i) {
    if (i > 0) out += ',';
    const wire::Json record = book_.record(push_.records[i]);
    const bool is_damaged = push_.damage != nullptr && *push_.damage->field != '\0' && i == push_.records.size() / 2;
    out += wire::to_text(is_damaged ? damaged(record, *push_.damage) : record);
  }
  return out + "]}";
}

void FeedSession::write(std::size_t /*request*/, std::string &out) {
  const std::size_t begin = out.size();
  if (token_in_flight_) {
    out += setup_->token_requests[setup_->tokens->by_body ? 1 : 0];
  } else {
    if (token_->sent++ == 0) first_sent_ = Clock::now();
    const std::string authorization = "Authorization: Bearer " + token_->value + "\r\n";
    if (doing_ == Doing::push) {
      setup_->writer.write("POST", push_path(push_.kind), authorization + "Content-Type: application/json\r\n", body(),
                           out);
      if (walk_) walk_->touch(push_.records);
    } else {
      setup_->writer.write("GET", list_path(walk_->list().kind) + "?" + walk_->query(), authorization, "", out);
    }
  }
  request_.assign(out, begin);
}

FeedSums FeedSession::expected() const {
  FeedSums sums;
  for (std::uint32_t customer = 0; customer < book_.customers(); ++customer)
    for (const FeedKind kind : {FeedKind::customer, FeedKind::transaction, FeedKind::activity})
      for (const FeedRow row : book_.rows_of(kind, customer))
        if (book_.is_there(row)) sums.add(book_, row, book_.record(row));
  return sums;
}

}  // namespace pitboss::traffic
