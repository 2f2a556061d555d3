#include "simulator/scenario/doctor_looks.hpp"

#include "schemas/wire/encoding.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/scenario/local_address.hpp"
#include "simulator/scenario/standing_tally.hpp"
#include "simulator/target/report_text.hpp"

namespace pitboss::scenario {

using results::Verdict;
using target::Failure;

namespace {

constexpr std::chrono::seconds most_clock_difference{60};

}  // namespace

DoctorLooks::DoctorLooks(const target::TargetFile &target, std::string contract, std::string first_call)
    : target_(target),
      contract_(std::move(contract)),
      base_url_(target.base_url(contract_)),
      first_call_(std::move(first_call)),
      redactor_(target.redactor) {}

bool DoctorLooks::add(std::string name, Verdict verdict, const std::string &detail, std::string hint) {
  findings_.push_back({std::move(name), verdict, said(detail, 1000), std::move(hint)});
  return verdict != Verdict::fail;
}

std::string DoctorLooks::said(const std::string &text, std::size_t most) const {
  return target::report_text(text, redactor_, most);
}

bool DoctorLooks::look_at_name() {
  if (!target_.proxy.empty()) return add("name", Verdict::pass, "reached through the proxy of the target file");
  const std::string host = host_of(base_url_);
  std::string error;
  const std::vector<std::string> addresses = resolve(host, error);
  if (addresses.empty())
    // A proxy of the environment may know the name; whether the target is reached is seen next.
    return add("name", Verdict::warn, host + ": " + error,
               "see that the host of " + contract_ + ".base_url is spelt right and known to your DNS");
  return add("name", Verdict::pass, host + " is " + addresses.front());
}

bool DoctorLooks::look_at_connection(const target::Exchange &exchange) {
  const std::string where = base_url_ + ": " + exchange.detail;
  switch (exchange.failure) {
    case Failure::none:
      break;
    case Failure::resolve:
      return add("name", Verdict::fail, where,
                 "see that the host of " + contract_ + ".base_url is spelt right and known to your DNS");
    case Failure::tls:
      return add("TLS", Verdict::fail, where,
                 exchange.hint.empty()
                     ? "a private CA is named by tls.ca_file of the target file, a client certificate by "
                       "tls.client_cert_file and client_key_file"
                     : exchange.hint);
    case Failure::timeout:
      return add("connection", Verdict::fail, where + (exchange.detail.empty() ? "no answer to " + first_call_ : ""),
                 "the target takes connections but does not answer " + first_call_ +
                     " in time; look at its log, or raise timeouts.request_ms");
    case Failure::malformed:
      return add("connection", Verdict::fail, where,
                 "what answers there is no HTTP/1.1 server: look at scheme and port of " + contract_ + ".base_url");
    default:
      return add("connection", Verdict::fail, where,
                 exchange.hint.empty() ? "see that the target runs, that " + contract_ +
                                             ".base_url has its port, and that no firewall is between"
                                       : exchange.hint);
  }
  add("connection", Verdict::pass,
      base_url_ + " answers in " + std::to_string(exchange.duration.count() / 1000) + " ms");
  if (base_url_.starts_with("https://")) add("TLS", Verdict::pass, "the certificate is trusted");
  return true;
}

bool DoctorLooks::look_at_form(const target::Exchange &exchange, const std::string &call,
                               const std::string &hint_of_path) {
  const target::Reply &reply = *exchange.reply;
  const std::string status = std::to_string(reply.status);
  const std::string sent = exchange.request.method + " " + exchange.url;
  if (reply.status == 404 || reply.status == 405)
    return add("path", Verdict::fail, sent + " is answered " + status, hint_of_path);
  if (reply.status >= 300 && reply.status < 400) {
    const std::string *location = reply.header("Location");
    return add("path", Verdict::fail,
               sent + " is redirected (" + status + (location == nullptr ? "" : " to " + *location) + ")",
               "put the URL that answers without a redirect into " + contract_ +
                   ".base_url; https instead of http is the usual case");
  }
  if (as_json(wire::to_valid_utf8(reply.body))) return true;  // bytes that are no UTF-8 are told by what they spoil
  const bool cut = reply.body_bytes > reply.body.size();
  const std::string *type = reply.header("Content-Type");
  if (const std::string *coding = reply.header("Content-Encoding"))
    return add("answers", Verdict::fail, call + " is answered " + status + " with Content-Encoding: " + *coding,
               "the request does not say Accept-Encoding: send the JSON as it is");
  return add("answers", Verdict::fail,
             call + " is answered " + status + " with " + (type == nullptr ? "a body of no type" : *type) +
                 " that is not JSON: " + said(reply.body, 80) +
                 (cut ? " (" + std::to_string(reply.body_bytes) + " bytes)" : ""),
             reply.status >= 500
                 ? "the target, or a proxy before it, is broken: look at its log"
                 : "a login page or a proxy seems to answer; give the URL of the " + contract_ + " itself");
}

bool DoctorLooks::look_at_clock(const target::Exchange &exchange) {
  const std::string *date = exchange.reply->header("Date");
  const auto read = date == nullptr ? std::nullopt : wire::parse_http_date(*date);
  if (!read) return add("clock", Verdict::pass, "the replies hold no Date to compare with");
  const auto theirs = std::chrono::floor<std::chrono::seconds>(*read);
  const auto ours = std::chrono::time_point_cast<std::chrono::seconds>(exchange.started_at);
  const auto apart = theirs > ours ? theirs - ours : ours - theirs;
  const std::string detail = "the clocks are " + std::to_string(apart.count()) + " s apart";
  if (apart <= most_clock_difference) return add("clock", Verdict::pass, detail);
  return add("clock", Verdict::warn, detail, "tokens expire by the clock: let both machines follow NTP");
}

}  // namespace pitboss::scenario
