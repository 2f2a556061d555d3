#include <thread>

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/scenario/amounts.hpp"
#include "simulator/scenario/expectation.hpp"
#include "simulator/scenario/rest_match.hpp"
#include "simulator/scenario/rest_play.hpp"

namespace pitboss::scenario {

using results::Verdict;
using target::Failure;
using wire::Json;

namespace {

constexpr std::chrono::seconds longest_limit{70};
constexpr int most_pages = 200;
constexpr std::size_t usual_page = 50;  ///< rows

/// A request that cannot have taken effect, or does no harm if it takes effect twice.
bool may_be_sent_again(const target::Exchange &exchange) {
  const bool never_arrived = exchange.failure == Failure::connect || exchange.failure == Failure::resolve;
  return never_arrived || (exchange.failure == Failure::closed && exchange.request.method == "GET");
}

std::chrono::microseconds delay_of(const target::Reply &reply) {
  const std::string *after = reply.header("Retry-After");
  const auto wait = after == nullptr ? std::nullopt : wire::parse_retry_after(*after, wire::now());
  return std::min<std::chrono::microseconds>(wait.value_or(longest_limit), longest_limit);
}

/// How a `get_token` step says that the client authenticates; unless it does, in the way that the target takes.
ClientAuthentication authentication_of(const std::string &word, ClientAuthentication taken) {
  static const std::map<std::string, ClientAuthentication, std::less<>> words{{"basic", ClientAuthentication::basic},
                                                                              {"body", ClientAuthentication::body},
                                                                              {"both", ClientAuthentication::both},
                                                                              {"none", ClientAuthentication::none}};
  const auto found = words.find(word);
  return found == words.end() ? taken : found->second;
}

/// With another character near its end. Not the last one: at the end of a signature in base64url it may stand for less
/// than six bits, and two characters be one to who reads it.
std::string altered(std::string text) {
  constexpr std::size_t from_end = 10;
  if (text.empty()) return text;
  char &one = text[text.size() - std::min(text.size(), from_end)];
  one = one == 'x' ? 'y' : 'x';
  return text;
}

std::string other_case(std::string text) {
  for (char &c : text) {
    if (c >= 'a' && c <= 'z')
      c = static_cast<char>(c - 'a' + 'A');
    else if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool is_uuid(const std::string &text) {
  return text.size() == 36 && text[8] == '-' && text[13] == '-' &&
         text.find_first_not_of("0123456789abcdefABCDEF-") == std::string::npos;
}

std::string key_as(const std::string &how, const std::string &key) {
  if (how == "empty") return "";
  if (how == "wrong") return altered(key);
  if (how == "cut") return key.substr(0, key.size() - 1);
  // Of a UUID the letter case may mean nothing, and a key without letters has none.
  if (how == "other case") return is_uuid(key) || other_case(key) == key ? altered(key) : other_case(key);
  return key;
}

std::string query_added(std::string path, const std::string &name, const std::string &value) {
  path += (path.find('?') == std::string::npos ? "?" : "&") + name + "=" + percent_encoded(value);
  return path;
}

/// Adds the rows of a page that are asked for. Where pages are numbered, rows that arrive meanwhile push others on to
/// the next page: one that is there again was not listed twice.
template <class Asked>
void add_rows(std::vector<Json> &all, const wire::JsonArray &page, Asked is_asked_for, bool by_number) {
  const std::size_t before = all.size();
  const auto is_pushed_on = [&](const Json &row) {
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(before);
    const Json *id = row.find("id");
    return by_number && id != nullptr && !id->is_null() && std::find(all.begin(), end, row) != end;
  };
  for (const Json &row : page)
    if (is_asked_for(row) && !is_pushed_on(row)) all.push_back(row);
}

}  // namespace

RestRequest RestPlay::built(const std::string &action, const Json &arguments, int n) const {
  RestRequest request = action == "http" ? requests_.http(arguments, n) : requests_.call(action, arguments, n);
  if (request.call != nullptr && request.call->is_token() && action != "http")
    request = token_call(request, arguments, n);
  if (const std::string told = wire::to_text(arguments); action != "http" && told != "{}")
    request.name += " " + std::string(wire::cut_utf8(told, 160));
  return request;
}

RestRequest RestPlay::token_call(const RestRequest &request, const Json &arguments, int n) const {
  Json fields = request.call->form;
  if (const Json *with = arguments.find("with"))
    for (const Json changes = texts_.value(*with, n); const auto &[name, value] : *changes.object())
      fields.set(name, value);
  if (const Json *without = arguments.find("without"); without != nullptr && without->array() != nullptr)
    for (const Json &name : *without->array())
      std::erase_if(*fields.object(), [&](const auto &field) { return field.first == scalar_text(name); });
  const Json *how = arguments.find("credentials");
  RestRequest token = request;
  const std::string word = how == nullptr ? "" : texts_.text(scalar_text(*how), n);
  ClientCredentials credentials = credentials_of(context_.rest);
  if (word == "wrong secret") credentials = with_wrong_secret(credentials);
  if (word == "wrong id") credentials = with_wrong_id(credentials);
  token.request = token_request(request.request.path, fields, authentication_of(word, context_.tokens.authentication()),
                                credentials);
  learn_credentials(context_.rest, context_.secrets);
  return token;
}

/// Adds the token or key; gives the token where it is one of the run's.
std::string RestPlay::admit(const RestRequest &request, target::Request &bytes, Transport &transport) {
  if (request.call != nullptr && request.call->is_token()) return "";
  const std::string &how = request.admission;
  const auto has = [&](std::string_view name) {
    return std::any_of(bytes.headers.begin(), bytes.headers.end(),
                       [&](const auto &header) { return wire::equal_ignoring_case(header.first, name); });
  };
  if (how == "missing") return "";
  if (context_.calls.admission == RestCalls::Admission::api_key) {
    const std::string key = key_as(how, context_.rest.text("api_key"));
    // What differs from the key in a character tells all of it.
    if (how != "own" && how != "right")
      context_.secrets.learn(key, "<" + context_.rest.contract + ".api_key, " + how + ">");
    if (!has("X-Api-Key")) bytes.headers.insert(bytes.headers.begin(), {"X-Api-Key", key});
    return "";
  }
  if (has("Authorization")) return "";
  const auto bearer = [&](const std::string &token) {
    bytes.headers.insert(bytes.headers.begin(), {"Authorization", "Bearer " + token});
  };
  if (const auto kept = tokens_.find(how); kept != tokens_.end()) {
    if (how == "own") ++own_requests_;
    bearer(kept->second);
    return "";
  }
  if (how == "basic") {
    bytes.headers.insert(bytes.headers.begin(), {"Authorization", basic_credentials(context_.rest)});
  } else if (how == "empty") {
    bearer("");
  } else if (how == "unknown") {
    bearer("pitboss." + context_.run_id + ".nobody-issued-this");
  } else if (how == "expired") {
    bearer(context_.rest.text("expired_token"));
  } else {
    const std::string token = context_.tokens.take(transport);
    if (how != "damaged") {
      bearer(token);
      return token;
    }
    context_.secrets.learn(altered(token), "<a token, damaged>");
    bearer(altered(token));
  }
  return "";
}

/// A broken network is answered by sending again what does no harm, with a pause that grows.
void RestPlay::send_until_answered(const RestRequest &request, Transport &transport, target::LoseReply lose,
                                   std::vector<target::Exchange> &exchanges) {
  auto pause = context_.retry.first_pause;
  for (int n = 1;; ++n) {
    target::Request bytes = request.request;
    bytes.needs_fresh_connection = bytes.method != "GET";
    exchanges.push_back(transport.send(bytes, lose));
    target::Exchange &exchange = exchanges.back();
    if (lose != target::LoseReply::no && exchange.failure != Failure::connect && exchange.failure != Failure::resolve)
      exchange.failure = Failure::lost;
    if (!may_be_sent_again(exchange) || n >= context_.retry.tries || context_.cancelled) return;
    sleep(pause);
    pause *= context_.retry.growth;
  }
}

namespace {

/// What calls that are alike are named for the watch: where a target hangs at what it has to refuse, it may serve what
/// is right.
std::string kind_of(const RestRequest &request, bool may_be_refused) {
  const std::string &path = request.request.path;
  const std::string name =
      request.call != nullptr ? request.call->name : request.request.method + " " + path.substr(0, path.find('?'));
  return may_be_refused ? name + " that may be refused" : name;
}

}  // namespace

/// Ends a scenario that needs a call to which the target has been silent.
void RestPlay::stop_where_given_up(const RestRequest &request) const {
  for (const bool may_be_refused : {false, request.may_be_refused})
    if (const std::string why = context_.network.given_up(kind_of(request, may_be_refused)); !why.empty())
      throw Stop{Verdict::blocked, why, NetworkWatch::hint_of_silence};
}

RestAnswer RestPlay::send(RestRequest request, Transport &transport, target::LoseReply lose) {
  stop_where_given_up(request);
  std::vector<target::Exchange> exchanges;
  const target::Request plain = request.request;
  for (int n = 1;; ++n) {
    request.request = plain;
    const std::string token = admit(request, request.request, transport);
    send_until_answered(request, transport, lose, exchanges);
    const auto &reply = exchanges.back().reply;
    if (!reply || n > 2 || context_.cancelled) break;
    if (const std::string *after = reply->header("Retry-After")) retry_after_ = *after;
    if (reply->status == 429 && !limited_ && request.admission == "own") {
      sleep(std::chrono::ceil<std::chrono::milliseconds>(delay_of(*reply)));
    } else if (reply->status == 401 && !token.empty() && n == 1) {
      context_.tokens.drop(token);
    } else {
      break;
    }
  }
  context_.network.called(kind_of(request, request.may_be_refused), exchanges.back());
  return read_rest_answer(std::move(exchanges));
}

/// The rows that the filters of the request leave; `answer` gets those of all pages where the request follows them.
void RestPlay::read_rows(const RestRequest &request, RestAnswer &answer) {
  const auto is_asked_for = [&](const Json &row) {
    return request.judges_filter ||
           std::all_of(request.filters.begin(), request.filters.end(), [&](const auto &filter) {
             const Json *value = row.find(filter.first);
             return value == nullptr || value->string() == nullptr || *value->string() == filter.second;
           });
  };
  RestAnswer page = answer;
  std::size_t seen = 0;
  bool by_number = false;
  for (int number = 1;; ++number) {
    const wire::JsonArray *rows = rows_of(page);
    if (rows == nullptr) {
      answer.rows_fault = "no list in data: " + page.in_words();
      return;
    }
    seen += rows->size();
    add_rows(answer.rows, *rows, is_asked_for, by_number);
    if (!request.follows_pages || number >= most_pages) return;
    const Json *cursor = at_path(*page.json, "meta.next_cursor");
    const Json *total = at_path(*page.json, "meta.total");
    RestRequest next = request;
    by_number = cursor == nullptr || cursor->is_null();
    if (cursor != nullptr && !cursor->is_null())
      next.request.path = query_added(next.request.path, "cursor", scalar_text(*cursor));
    else if (!rows->empty() &&
             (total != nullptr && total->decimal() ? *total->decimal() > wire::Decimal(static_cast<std::int64_t>(seen))
                                                   : rows->size() >= usual_page))
      next.request.path = query_added(next.request.path, "page", std::to_string(number + 1));
    else
      return;
    page = send(next, *transport_);
    answer.exchanges.insert(answer.exchanges.end() - 1, page.exchanges.begin(), page.exchanges.end());
  }
}

void RestPlay::take_token(const RestRequest &request, const RestAnswer &answer) {
  if (request.call == nullptr || !request.call->is_token() || !answer.is_accepted() || !answer.json) return;
  const Json *token = answer.json->find("access_token");
  if (token == nullptr || token->string() == nullptr) return;
  context_.secrets.learn(*token->string(), token_in_curl(context_.rest.contract));
  if (request.keep_token_as == "own") own_requests_ = 0;
  if (!request.keep_token_as.empty()) tokens_[request.keep_token_as] = *token->string();
}

/// Writes what was sent into the step of the report, and shows it to the standing checks.
void RestPlay::record(const RestRequest &request, const RestAnswer &answer, results::Step &out) {
  if (request.call != nullptr) out.call = request.call->name;
  if (request.call != nullptr && request.call->is_token() && answer.json)
    if (const Json *token = answer.json->find("access_token"); token != nullptr && token->string() != nullptr)
      context_.secrets.learn(*token->string(), token_in_curl(context_.rest.contract));
  for (const target::Exchange &exchange : answer.exchanges) {
    out.exchanges.push_back(target::to_report(exchange, *context_.secrets.redactor()));
    if (request.call != nullptr && exchange.request.method == request.call->method &&
        exchange.request.body.size() <= 64UL * 1024)
      context_.standing.observe(*request.call, exchange);
  }
}

/// Whether it is the network, or a target that answers nobody, that kept an answer back.
bool RestPlay::network_failed(const RestAnswer &answer) {
  const Failure failure = answer.last().failure;
  if (failure == Failure::none || failure == Failure::lost) return false;
  const bool connected = failure == Failure::timeout || failure == Failure::closed || failure == Failure::malformed;
  return !connected || !target_answers();
}

void RestPlay::stop_for_network(const std::string &name, const RestAnswer &answer) {
  throw Stop{Verdict::blocked, "the network failed, not the requirement: " + name + ": " + answer.in_words(),
             "see that the target runs and can be reached from here, and run again", true};
}

std::string RestPlay::keeps_serving() const {
  return scenario_.contract + ".robust.keeps-serving";
}

/// Whether the scenario asks if the server goes on serving after what its steps send.
bool RestPlay::asks_for_service() const {
  const auto &own = scenario_.requirements;
  return std::find(own.begin(), own.end(), keeps_serving()) != own.end();
}

/// Where that is asked, after something hostile, no answer to anybody is one.
void RestPlay::stop_as_dead(const RestAnswer &answer, results::Step out) {
  const std::string culprit = steps_begun_ == 1 ? "this request" : "this request or the one of the step before";
  out.checks.push_back(
      make_check(context_.catalogue, keeps_serving(), "answer", "others are served", answer.in_words(), false));
  add_step(std::move(out));
  throw Stop{Verdict::fail,
             "nothing is served after " + culprit + ": " + answer.in_words() +
                 " (the server ended or hangs because of it, unless the network failed at this very moment)",
             "send " + culprit + " by itself, and look at the target's log", true};
}

/// Ends a scenario that goes nowhere without this reply.
void RestPlay::stop_without_reply(const RestRequest &request, const RestAnswer &answer) {
  if (answer.last().failure == Failure::lost) return;
  if (network_failed(answer)) stop_for_network(request.name, answer);
  throw Stop{Verdict::fail, request.name + " got no answer, while others are answered: " + answer.in_words()};
}

/// Whether anything at all comes back over a connection of its own.
bool RestPlay::target_answers() {
  try {
    return std::any_of(context_.calls.calls.begin(), context_.calls.calls.end(), [&](const RestCall &call) {
      if (!call.is_list()) return false;
      const target::Request request{"GET", path_of(call, context_.rest), {}, ""};
      return context_.connect()->send(request, target::LoseReply::no).reply.has_value();
    });
  } catch (const std::exception &) {
    return false;
  }
}

/// Ends early where the run is cancelled.
void RestPlay::sleep(std::chrono::milliseconds time) const {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!context_.cancelled && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(
        std::chrono::milliseconds(100),
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now())));
}

}  // namespace pitboss::scenario
