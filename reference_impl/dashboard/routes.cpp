#include "reference_impl/dashboard/routes.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>

#include "reference_impl/http/bodies.hpp"
#include "schemas/wire/whole_number.hpp"

namespace pitboss::reference::dashboard {
namespace {

http::Answer guarding(http::Answer answer) {
  return [answer = std::move(answer)](http::Response response) {
    add_security_headers(response);
    if (response.header("Cache-Control") == nullptr) response.set_header("Cache-Control", "no-store");
    answer(std::move(response));
  };
}

const wire::Json &member(const wire::Json &body, std::string_view name, std::string_view what) {
  const wire::Json *found = body.find(name);
  if (found == nullptr) throw Problem{.status = 400, .message = fmt::format("the body lacks `{}`, {}", name, what)};
  return *found;
}

Problem wrong_type(std::string_view name, std::string_view what) {
  return {.status = 400, .message = fmt::format("`{}` must be {}", name, what)};
}

}  // namespace

void Routes::get(const std::string &path, http::Handler handler) {
  add("GET", path, Session::needed, std::move(handler));
}

void Routes::post(const std::string &path, http::Handler handler) {
  add("POST", path, Session::needed, std::move(handler));
}

void Routes::remove(const std::string &path, http::Handler handler) {
  add("DELETE", path, Session::needed, std::move(handler));
}

void Routes::post_open(const std::string &path, http::Handler handler) {
  add("POST", path, Session::none, std::move(handler));
}

void Routes::get(const std::string &path, Read read) {
  get(path, [read = std::move(read)](const http::Request &request, const http::Answer &answer) {
    answer(reply(read(http::Query(request.query))));
  });
}

void Routes::post(const std::string &path, Write write) {
  post(path, [write = std::move(write)](const http::Request &request, const http::Answer &answer) {
    answer(reply(write(read_body(request))));
  });
}

void Routes::add(const std::string &method, const std::string &path, Session session, http::Handler handler) {
  const bool writes = method != "GET";
  router_.add(method, path,
              [this_access = &access_, log = log_, session, writes, handler = std::move(handler)](
                  const http::Request &request, http::Answer plain) {
                const http::Answer answer = guarding(std::move(plain));
                std::optional<Problem> problem = this_access->check_origin(request, writes);
                if (!problem && session == Session::needed) problem = this_access->check_session(request, wire::now());
                try {
                  if (problem) throw Problem(*problem);
                  handler(request, answer);
                } catch (const Problem &refused) {
                  log->debug("event=dashboard_refused path={} status={} reason=\"{}\"", request.path, refused.status,
                             refused.message);
                  answer(reply(refused));
                }
              });
}

wire::Json read_body(const http::Request &request) {
  auto parsed = wire::parse_json(request.body);
  if (const auto *error = std::get_if<wire::JsonError>(&parsed))
    throw Problem{.status = 400, .message = http::no_json(*error)};
  wire::Json body = std::move(std::get<wire::Json>(parsed));
  if (body.object() == nullptr) throw Problem{.status = 400, .message = "the body must be a JSON object"};
  return body;
}

std::string text_member(const wire::Json &body, std::string_view name) {
  const std::string *text = member(body, name, "a text").string();
  if (text == nullptr) throw wrong_type(name, "a text");
  return *text;
}

bool flag_member(const wire::Json &body, std::string_view name) {
  const bool *flag = member(body, name, "true or false").boolean();
  if (flag == nullptr) throw wrong_type(name, "true or false");
  return *flag;
}

std::int64_t number_member(const wire::Json &body, std::string_view name, std::int64_t least, std::int64_t greatest) {
  const std::string what = fmt::format("a whole number from {} to {}", least, greatest);
  const wire::JsonNumber *number = member(body, name, what).number();
  const auto whole = number == nullptr ? std::nullopt : wire::whole_number(number->text);
  if (!whole || *whole < least || *whole > greatest) throw wrong_type(name, what);
  return *whole;
}

void add_security_headers(http::Response &response) {
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  response.set_header("Referrer-Policy", "no-referrer");
  if (response.header("Content-Security-Policy") == nullptr)
    response.set_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
}

}  // namespace pitboss::reference::dashboard
