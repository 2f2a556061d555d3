#include <optional>

#include "simulator/scenario/doctor_looks.hpp"
#include "simulator/scenario/rest_answer.hpp"
#include "simulator/scenario/rest_contract.hpp"
#include "simulator/scenario/rest_match.hpp"
#include "simulator/scenario/rest_request.hpp"

namespace pitboss::scenario {
namespace {

using results::Finding;
using results::Verdict;
using wire::Json;

/// Examines one REST contract of a target; each look stands on those before it.
class RestDoctor : private DoctorLooks {
 public:
  explicit RestDoctor(RestContext &context)
      : DoctorLooks(context.target, context.rest.contract, first_call_of(context)),
        context_(context),
        contract_(context.rest.contract) {}

  std::vector<Finding> examine() {
    try {
      transport_ = context_.connect();
      if (look_at_name() && look_at_admission() && look_at_lists() && metrics_) look_at_platform();
    } catch (const std::exception &fault) {
      add("connection", Verdict::fail, fault.what(), "see that the target keeps running, and look at its log");
    }
    return take_findings();
  }

 private:
  static bool has_tokens(const RestContext &context) {
    return context.calls.admission == RestCalls::Admission::client_credentials;
  }
  static std::string first_call_of(const RestContext &context) {
    return has_tokens(context) ? "POST " + path_of(*context.calls.find("get_token"), context.rest)
                               : "GET " + path_of(first_list(context), context.rest);
  }
  static const RestCall &first_list(const RestContext &context) {
    return *std::find_if(context.calls.calls.begin(), context.calls.calls.end(),
                         [](const RestCall &call) { return call.is_list(); });
  }

  bool look_at_admission() {
    if (has_tokens(context_)) return look_at_token();
    const RestAnswer answer = read(first_list(context_), "");
    if (!look_at_connection(answer.last()) || !look_at_clock(answer.last())) return false;
    if (answer.status == 401 || answer.status == 403)
      return add("API key", Verdict::fail, "it is refused: " + answer.in_words(),
                 "see that " + contract_ + ".api_key is a key of the target, without a blank or line feed at its end");
    if (!look_at_list(first_list(context_), answer)) return false;
    return add("API key", Verdict::pass, "the target takes it");
  }

  /// Whether a list can be read, and if not, why.
  bool look_at_list(const RestCall &call, const RestAnswer &answer) {
    const std::string sent = "GET " + path_of(call, context_.rest);
    if (answer.status == 0)
      return add(call.name, Verdict::fail, sent + " got no answer: " + answer.in_words(),
                 "the other calls are answered: look at the target's log for this one");
    if (!look_at_form(answer.last(), sent,
                      "give " + contract_ +
                          ".base_url with any prefix that the target has; a path that differs is "
                          "named in " +
                          contract_ + ".paths." + call.name))
      return false;
    if (!answer.is_accepted())
      return add(call.name, Verdict::fail, sent + " is answered " + said(answer.in_words(), 300),
                 "let the " + std::string(has_tokens(context_) ? "token" : "key") +
                     " of the target file read every list: without it nothing that was written can be seen");
    if (rows_of(answer) != nullptr) return true;
    return add(call.name, Verdict::fail, sent + " is answered without a list: " + said(answer.in_words(), 300),
               R"(answer {"data": [...], "meta": {...}}: without the list nothing that was written can be seen)");
  }

  bool look_at_token() {
    const AccessToken token = context_.tokens.ask(*transport_);
    learn(token.value, token_in_curl(contract_));
    if (!look_at_connection(token.exchange) || !look_at_clock(token.exchange)) return false;
    const int status = token.exchange.reply->status;
    const bool refused = status == 400 || status == 401 || status == 403;
    if (!token.error.empty() && !refused &&
        !look_at_form(token.exchange, first_call_of(context_), hint_of_token_path()))
      return false;
    if (!token.error.empty() && !refused && status < 300)
      return add("token", Verdict::fail, "the reply has no access_token: " + token.error,
                 "answer as schemas/" + contract_ + "/token.response.json says (RFC 6749, section 5.1)");
    if (!token.error.empty())
      return add("token", Verdict::fail, token.error,
                 "compare " + contract_ +
                     ".client_id, client_secret and token_path of the target file with what the "
                     "target knows");
    const AccessToken second = context_.tokens.ask(*transport_);
    learn(second.value, token_in_curl(contract_));
    if (!second.error.empty())
      return add("token", Verdict::fail, "a second one is refused: " + second.error,
                 "let a client ask for tokens at any time");
    context_.tokens.set_same_again(second.value == token.value);
    if (context_.tokens.same_again())
      return add("token", Verdict::pass, granted_in_words(token) + "; who asks again gets the same one");
    const RestAnswer answer = read(first_list(context_), token.value);
    const bool side_by_side = answer.status != 401;
    context_.tokens.set_side_by_side(side_by_side);
    if (side_by_side) return add("token", Verdict::pass, granted_in_words(token) + "; two of them live side by side");
    return add("token", Verdict::warn,
               granted_in_words(token) + "; a new token ends the older one: scenarios are played one after the other",
               "let several tokens of one client live side by side");
  }

  [[nodiscard]] std::string hint_of_token_path() const {
    return "name the path in " + contract_ + ".token_path (now " +
           path_of(*context_.calls.find("get_token"), context_.rest) + "), and in " + contract_ +
           ".base_url what stands before it";
  }

  static std::string granted_in_words(const AccessToken &token) {
    if (token.authentication == ClientAuthentication::basic) return "granted to the credentials by HTTP Basic";
    return "granted to the credentials in the body, which the run uses from here on; HTTP Basic is answered " +
           token.refused_basic;
  }

  /// One page of a list.
  RestAnswer read(const RestCall &call, const std::string &token) {
    target::Request request;
    request.method = "GET";
    request.needs_fresh_connection = true;
    request.path = path_of(call, context_.rest);
    if (has_tokens(context_))
      request.headers = {{"Authorization", "Bearer " + (token.empty() ? context_.tokens.take(*transport_) : token)}};
    else
      request.headers = {{"X-Api-Key", context_.rest.text("api_key")}};
    return read_rest_answer({transport_->send(request, target::LoseReply::no)});
  }

  bool look_at_lists() {
    for (const RestCall &call : context_.calls.calls) {
      if (!call.is_list()) continue;
      const RestAnswer answer = read(call, "");
      if (!look_at_list(call, answer)) return false;
      if (call.name == "list_metrics") metrics_ = *rows_of(answer);
    }
    return add("lists", Verdict::pass, "all of them can be read");
  }

  /// The metrics that the target file names are those of the platform.
  bool look_at_platform() {
    std::string missing;
    for (const char *kind : {"usable", "archived"}) {
      const Json *codes = context_.rest.find("metrics." + std::string(kind));
      if (codes == nullptr || codes->array() == nullptr) continue;
      for (const Json &code : *codes->array())
        if (std::none_of(metrics_->begin(), metrics_->end(),
                         [&](const Json &row) { return matches(row.find("code"), code); }))
          missing += (missing.empty() ? "" : ", ") + *code.string();
    }
    const Json *brands = context_.rest.find("brands");
    const std::size_t count = brands == nullptr || brands->array() == nullptr ? 0 : brands->array()->size();
    if (!missing.empty())
      return add("metrics", Verdict::warn, "the list of metrics does not hold " + missing,
                 "correct " + contract_ + ".metrics of the target file; the names are codes, in their letter case");
    return add("metrics", Verdict::pass, "those of the target file are known; brands named: " + std::to_string(count));
  }

  RestContext &context_;
  std::string contract_;
  std::unique_ptr<Transport> transport_;
  std::optional<wire::JsonArray> metrics_;  ///< of a contract that lists them
};

}  // namespace

std::vector<Finding> examine_rest(RestContext &context) {
  return RestDoctor(context).examine();
}

}  // namespace pitboss::scenario
