// What came back: of one stream's pushes and lists, reply by reply.
#include "schemas/wire/encoding.hpp"
#include "simulator/traffic/feed_session.hpp"

namespace pitboss::traffic {
namespace {

using wire::Json;

constexpr int most_tries = 10;
constexpr std::chrono::milliseconds first_wait{5};
constexpr std::chrono::milliseconds longest_wait{1'000};
constexpr std::uint64_t served_at_least = 990;   // before the first 429 (feed.md, rule 9)
constexpr std::uint64_t served_at_most = 2'100;  // in a minute

/// What a target breaks that refuses a right push.
std::string_view stored_of(FeedKind kind) {
  if (kind == FeedKind::customer) return "feed.customers.stored";
  return kind == FeedKind::transaction ? "feed.transactions.stored" : "feed.activity.stored";
}

void replace_all(std::string &text, const std::string &what, const std::string &by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

}  // namespace

Outcome FeedSession::judge(std::size_t /*request*/, const Reply &reply) {
  const Answer answer = answer_of(reply.status);
  if (token_in_flight_) return judge_token(reply);
  if (answer == Answer::limited) return judge_limited(reply);
  if (answer == Answer::unauthorized) return judge_unauthorized(reply);
  unauthorized_ = 0;
  waited_ = false;
  if (answer == Answer::nothing) {
    trouble_ = "status " + std::to_string(reply.status);
    again(true);
    if (const auto wait = wait_of(reply.retry_after)) wait_until_ = Clock::now() + *wait;
    return Outcome::failed;
  }
  const std::string fault = form_fault(reply);
  Outcome outcome = doing_ == Doing::push ? judge_push(reply) : judge_page(reply);
  if (!fault.empty()) outcome = wrong(reply, "form", words() + ": " + fault, "feed.http.json-content-type");
  return judge_rate(reply, outcome);
}

Outcome FeedSession::lose(std::size_t /*request*/, Loss loss, std::string_view detail) {
  if (loss != Loss::on_purpose) trouble_ = std::string(detail);
  if (token_in_flight_) setup_->tokens->end_asking();
  again(loss != Loss::connect && !token_in_flight_);
  if (loss == Loss::on_purpose) wait_until_ = {};
  return loss == Loss::on_purpose ? Outcome::lost : Outcome::failed;
}

Outcome FeedSession::judge_token(const Reply &reply) {
  setup_->tokens->end_asking();
  again_ = true;  // what the token was asked for follows
  const Answer answer = answer_of(reply.status);
  const auto parsed = wire::parse_json(reply.body, wire::limits_of_message);
  const Json *json = std::get_if<Json>(&parsed);
  const std::string value = json == nullptr ? "" : text_at(*json, "access_token");
  if (answer == Answer::accepted && !value.empty()) {
    const Json *lives = json->find("expires_in");
    const auto seconds = lives == nullptr ? std::nullopt : lives->decimal();
    const bool is_right = seconds && seconds->places() == 0 && *seconds > wire::Decimal(0) &&
                          *seconds <= wire::Decimal(3'600) &&
                          wire::equal_ignoring_case(text_at(*json, "token_type"), "Bearer");
    token_ = setup_->tokens->put(value, std::chrono::seconds(is_right ? std::stol(seconds->to_string()) : 3'600));
    const auto [fewest, most] = setup_->plan.requests_a_token;
    budget_ = fewest + day_.random().below(most - fewest + 1);
    limit_seen_ = false;
    return is_right ? Outcome::right
                    : wrong(reply, "token", "a token is granted with token_type Bearer and expires_in of up to 3600",
                            "feed.token.granted");
  }
  if ((reply.status == 400 || reply.status == 401) && !setup_->tokens->by_body.exchange(true))
    return Outcome::retryable;
  trouble_ = "asking for a token was answered " + std::to_string(reply.status);
  wait_a_while();
  if (answer == Answer::limited || answer == Answer::nothing) {
    if (const auto wait = wait_of(reply.retry_after)) wait_until_ = Clock::now() + *wait;
    return Outcome::failed;
  }
  stuck_ = stuck_ || answer != Answer::accepted;
  return wrong(reply, "token", trouble_ + ", though the credentials are right", "feed.token.granted");
}

/// 429: nothing was stored, and the same is sent again when the target said so.
Outcome FeedSession::judge_limited(const Reply &reply) {
  const std::uint64_t served = --token_->sent;
  const auto wait = wait_of(reply.retry_after);
  again(false);
  if (wait) tries_ = 0;  // a limit is no failure
  limit_seen_ = true;
  const bool is_own = !token_->given_again && !setup_->tokens->is_shared();
  const bool again_at_once = waited_ && is_own;
  const bool came_early = served < served_at_least && !token_->given_again;
  wait_until_ = Clock::now() + wait.value_or(std::chrono::seconds(1));
  waited_ = true;
  if (ending_ && is_own) {  // there is no time to wait: another token is served
    token_.reset();
    wait_until_ = {};
    waited_ = false;
  }
  if (!wait)
    return wrong(
        reply, "limit",
        "429 without Retry-After in seconds or as an HTTP date, found `" + std::string(reply.retry_after) + "`",
        "feed.rate.retry-after");
  if (came_early)
    return wrong(reply, "limit",
                 "429 after " + std::to_string(served) + " requests under this token: 1000 a minute are allowed",
                 "feed.rate.not-early");
  if (again_at_once)
    return wrong(reply, "limit", "429 for the first request after the wait that Retry-After asked for",
                 "feed.rate.served-again");
  return Outcome::retryable;
}

/// Whether a token was served far beyond the limit.
Outcome FeedSession::judge_rate(const Reply &reply, Outcome outcome) {
  if (!is_at_the_limit() || limit_seen_ || token_->sent <= served_at_most || token_->given_again ||
      setup_->tokens->is_shared() || Clock::now() - first_sent_ > std::chrono::minutes(1))
    return outcome;
  limit_seen_ = true;
  return wrong(reply, "limit",
               std::to_string(token_->sent) + " requests under one token within a minute, and no 429: 1000 are allowed",
               "feed.rate.limited");
}

Outcome FeedSession::judge_unauthorized(const Reply &reply) {
  again(false);
  wait_until_ = {};
  setup_->tokens->drop(token_);
  // A target may end the older token when it gives a newer one: then all have to share one.
  const bool may_be_ended = setup_->tokens->given() > token_->number;
  if (may_be_ended) setup_->tokens->share();
  token_.reset();
  if (may_be_ended || ++unauthorized_ < 2) return Outcome::retryable;
  return wrong(reply, "unauthorized", words() + " was answered 401 with a token that was granted just before",
               "feed.token.granted");
}

Outcome FeedSession::judge_push(const Reply &reply) {
  const bool accepted = answer_of(reply.status) == Answer::accepted;
  if (push_.damage != nullptr) {
    const Outcome outcome =
        accepted ? wrong(reply, "accepted",
                         words() + " has to be refused with 422, but was answered " + std::to_string(reply.status),
                         push_.damage->requirement)
                 : judge_refusal(reply);
    end_push(PushEnd::refused);
    return outcome;
  }
  end_push(accepted ? PushEnd::accepted : PushEnd::refused);
  if (accepted) return Outcome::right;
  return wrong(reply, "refused",
               words() + " was refused with " + std::to_string(reply.status) + ", although nothing is wrong with it",
               push_.is_retry ? "feed.retry.same-rows" : stored_of(push_.kind));
}

Outcome FeedSession::judge_refusal(const Reply &reply) {
  const FeedDamage &damage = *push_.damage;
  if (reply.status != 422)
    return wrong(reply, "refusal",
                 words() + " has to be refused with 422, but was answered " + std::to_string(reply.status),
                 damage.requirement);
  if (!damage.names_field || says(reply.body, damage.field)) return Outcome::right;
  return wrong(reply, "refusal",
               words() + " was refused, but the body does not name the field `" + std::string(damage.field) + "`",
               "feed.validation.names-the-field");
}

/// What follows from an answer to push_.
void FeedSession::end_push(PushEnd end) {
  if (sent_twice_) book_.freeze(push_.records);
  if (!push_.is_retry) book_.end(push_.records, end);
  if (end != PushEnd::accepted) return;
  const FeedPlan &plan = setup_->plan;
  if (!push_.is_retry && day_.random().happens(plan.retried)) {
    pushes_.push_front(push_);
    pushes_.front().is_retry = true;
  }
  if (walk_ || ending_) return;
  if (day_.random().happens(plan.syncs)) return begin_walk(push_.kind);
  if (day_.random().happens(plan.delta_syncs)) begin_delta_sync();
}

Outcome FeedSession::judge_page(const Reply &reply) {
  if (answer_of(reply.status) != Answer::accepted) {
    trouble_ = words() + " was refused with " + std::to_string(reply.status);
    walk_.reset();
    if (ending_) stuck_ = true;
    return wrong(reply, "refused", trouble_, "feed.list.envelope");
  }
  const Page page = read_page(reply);
  if (!page.fault.empty()) {
    trouble_ = words() + ": " + page.fault;
    walk_.reset();
    if (ending_) stuck_ = true;
    return wrong(reply, "form", trouble_, "feed.list.envelope");
  }
  std::vector<FeedFault> faults;
  const bool goes_on = walk_->take(page, faults);
  if (ending_) {
    for (const auto &[row, listed] : walk_->rows()) listed_.add(book_, row, listed);
    astray_ += faults.size();
  }
  for (const FeedFault &fault : faults) wrong(reply, ending_ ? "audit" : fault.kind, fault.story, fault.requirement);
  if (!goes_on) walk_.reset();
  return faults.empty() ? Outcome::right : Outcome::wrong;
}

/// The same is sent again. `may_have_arrived`: the target may have taken the request that had no answer.
void FeedSession::again(bool may_have_arrived) {
  again_ = true;
  sent_twice_ = sent_twice_ || (may_have_arrived && doing_ == Doing::push);
  wait_a_while();
  if (!stuck_ || !ending_) return;
  undecided_ = true;
  if (doing_ == Doing::push && !push_.is_retry && push_.damage == nullptr) book_.end(push_.records, PushEnd::unknown);
}

void FeedSession::wait_a_while() {
  if (++tries_ >= most_tries) stuck_ = true;
  wait_until_ =
      Clock::now() + std::min<std::chrono::milliseconds>(first_wait * (1 << std::min(tries_, 8)), longest_wait);
}

std::string FeedSession::words() const {
  if (token_in_flight_) return "asking for a token";
  if (doing_ == Doing::page) return "a page of the list of " + std::string(to_string(walk_->list().kind)) + " rows";
  std::string out = push_.is_retry ? "the retry of push " : "push ";
  out += std::to_string(push_.number) + " (" + push_.about + ", " + std::to_string(push_.records.size()) + " " +
         std::string(to_string(push_.kind)) + " records";
  if (push_.damage != nullptr && *push_.damage->field != '\0')
    out += ", one of them " + std::string(push_.damage->what);
  if (push_.damage != nullptr && *push_.damage->field == '\0') out += ", more than a push may have";
  if (sent_twice_) out += ", sent again after a lost reply";
  return out + ")";
}

/// Tokens are secrets.
std::string FeedSession::without_token(std::string text) const {
  if (token_ && !token_->value.empty()) replace_all(text, token_->value, "${FEED_TOKEN}");
  return text;
}

Outcome FeedSession::wrong(const Reply &reply, std::string_view kind, const std::string &story,
                           std::string_view requirement) {
  findings_->add(kind, [&] {
    // The reply to a token request is the token.
    const bool is_grant = token_in_flight_ && answer_of(reply.status) == Answer::accepted;
    return Finding{std::string(kind),
                   std::string(requirement),
                   name(),
                   without_token(story),
                   without_token(request_),
                   is_grant ? "HTTP/1.1 " + std::to_string(reply.status) + "\r\n" : without_token(reply_text(reply))};
  });
  return Outcome::wrong;
}

}  // namespace pitboss::traffic
