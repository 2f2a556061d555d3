#include "tests/unit/scenario/fake_rest.hpp"

#include "schemas/wire/encoding.hpp"

namespace pitboss::scenario::testing {
namespace {

using target::Exchange;
using target::Reply;
using target::Request;
using wire::Json;
using wire::JsonObject;

class FakeTransport : public Transport {
 public:
  explicit FakeTransport(FakeRest &fake) : fake_(fake) {}
  Exchange send(const Request &request, target::LoseReply lose) override {
    Exchange exchange = fake_.handle(request);
    if (lose == target::LoseReply::no) return exchange;
    exchange.reply.reset();
    exchange.failure = target::Failure::lost;
    return exchange;
  }
  Exchange send_raw(std::string_view bytes, const target::Client::RawOptions & /*options*/) override {
    Exchange exchange;
    exchange.request.method = target::raw_method;
    exchange.request.body = bytes;
    exchange.failure = target::Failure::closed;
    exchange.detail = "closed";
    return exchange;
  }
  void connect_ahead() override {}

 private:
  FakeRest &fake_;
};

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    out += wire::from_hex(text.substr(i + 1, 2)).value_or("");
    i += 2;
  }
  return out;
}

}  // namespace

Connections FakeRest::connections() {
  return [this](const std::string &) -> Connect { return [this] { return std::make_unique<FakeTransport>(*this); }; };
}

Exchange FakeRest::handle(const Request &request) {
  const std::lock_guard lock(mutex_);
  ++requests_;
  if (before)
    if (std::optional<Exchange> exchange = before(request)) return *exchange;
  Exchange exchange;
  exchange.request = request;
  exchange.url = "http://127.0.0.1:1" + request.path;
  exchange.started_at = wire::now();
  exchange.reply = answer(request);
  if (after) after(request, *exchange.reply);
  exchange.reply->body_bytes = exchange.reply->body.size();
  return exchange;
}

FakeRest::Asked FakeRest::asked(const Request &request) {
  Asked asked;
  const std::size_t mark = request.path.find('?');
  asked.path = request.path.substr(0, mark);
  std::string_view rest = mark == std::string::npos ? "" : std::string_view(request.path).substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    asked.query[decoded(pair.substr(0, equals))] = decoded(pair.substr(std::min(pair.size(), equals + 1)));
  }
  return asked;
}

std::string FakeRest::header(const Request &request, std::string_view name) {
  for (const auto &[own, value] : request.headers)
    if (wire::equal_ignoring_case(own, name)) return value;
  return "";
}

Reply FakeRest::reply(int status, const Json &body) {
  Reply reply;
  reply.status = status;
  reply.http_version = "1.1";
  reply.headers = {{"Content-Type", "application/json"}};
  reply.body = wire::to_text(body);
  return reply;
}

Reply FakeRest::error(int status, const std::string &message) {
  return reply(status, Json(JsonObject{{"error", message}}));
}

Reply FakeRest::page(const Asked &asked, const wire::JsonArray &rows) const {
  const auto number = [&](const char *name, std::size_t otherwise) {
    const std::string text = asked.of(name);
    return text.empty() ? otherwise : std::stoul(text);
  };
  const std::size_t per_page = std::min<std::size_t>(number("per_page", 50), 500);
  const std::size_t page = number("page", 1);
  wire::JsonArray part;
  for (std::size_t i = (page - 1) * per_page; i < std::min(rows.size(), page * per_page); ++i) part.push_back(rows[i]);
  const Json meta(JsonObject{{"total", rows.size()}, {"page", page}, {"per_page", per_page}, {"next_cursor", Json()}});
  return reply(200, Json(JsonObject{{"data", std::move(part)}, {"meta", meta}}));
}

}  // namespace pitboss::scenario::testing
