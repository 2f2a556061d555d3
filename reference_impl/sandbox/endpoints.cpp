#include "reference_impl/sandbox/endpoints.hpp"

#include <spdlog/logger.h>

#include "reference_impl/http/bodies.hpp"
#include "reference_impl/sandbox/rules.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reference::sandbox {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

/// A page of a browser can send a form or a text to a loopback address, but no JSON unless the server lets it.
void check_media_type(const http::Request &request) {
  if (http::has_media_type(request, "application/json")) return;
  throw Refusal{.status = 415, .code = "UNSUPPORTED_MEDIA_TYPE", .message = "Content-Type must be application/json"};
}

Json account_json(const wallet::PlayerAccount &player) {
  return JsonObject{{"playerId", player.id},
                    {"currency", player.currency},
                    {"balance", wire::JsonNumber{player.balance.to_string(player.currency_truncation)}}};
}

}  // namespace

Endpoints::Endpoints(Access access, const wallet::Settings &settings, store::Store &store,
                     std::shared_ptr<spdlog::logger> log)
    : access_(std::move(access)),
      settings_(settings),
      store_(store),
      log_(std::move(log)),
      tokens_(settings.token_key) {
  log_->warn("event=sandbox_on access={}", access_.is_open() ? "open" : "by_key");
}

void Endpoints::add_to(http::Router &router) const {
  router.add("POST", "/sandbox/v1/players", guarded(&Endpoints::create_player));
  router.add("POST", "/sandbox/v1/players/top-up", guarded(&Endpoints::top_up_player));
}

void Endpoints::create_player(const http::Request &request, const http::Answer &answer) const {
  const wallet::NewPlayer player = read_new_player(request.body, settings_, wire::now());
  submit(
      player.account.id, [player](const wallet::View &view) { return create(player, view); },
      {.status = 409, .code = "PLAYER_EXISTS", .message = {}},
      [this](const wallet::PlayerAccount &created) -> http::Response {
        log_->info("event=sandbox_player_created player={}", created.id);
        Json body = account_json(created);
        body.set("launchToken", launch_token(created));
        return {.status = 201, .body = to_text(body), .headers = {{"Cache-Control", "no-store"}}};
      },
      answer);
}

void Endpoints::top_up_player(const http::Request &request, const http::Answer &answer) const {
  const TopUp message = read_top_up(request.body);
  submit(
      message.player_id, [amount = message.amount](const wallet::View &view) { return top_up(amount, view); },
      {.status = 404, .code = "PLAYER_NOT_FOUND", .message = {}},
      [](const wallet::PlayerAccount &player) -> http::Response {
        return {.status = 200, .body = to_text(account_json(player)), .headers = {}};
      },
      answer);
}

void Endpoints::submit(const std::string &player_id, Decide decide, Refusal refused, Write write,
                       const http::Answer &answer) const {
  store_.submit(
      {.keys = {.call = wallet::Call::balance,
                .player_id = player_id,
                .provider = {},
                .game = {},
                .round = {},
                .transaction = {}},
       .decide = std::move(decide),
       .done = [this, refused = std::move(refused), write = std::move(write),
                answer](const std::optional<wallet::Reply> &reply) {
         if (!reply) {
           answer(refuse({.status = 500,
                          .code = "STORE_FAILED",
                          .message = "the store could not do it, or nobody knows; look before you send it again"}));
         } else if (reply->refusal) {
           answer(refuse({.status = refused.status, .code = refused.code, .message = reply->refusal->message}));
         } else {
           answer(write(reply->player));
         }
       }});
}

http::Handler Endpoints::guarded(void (Endpoints::*endpoint)(const http::Request &, const http::Answer &) const) const {
  return [this, endpoint](const http::Request &request, const http::Answer &answer) {
    try {
      if (!access_.admits(request)) {
        throw Refusal{.status = 401,
                      .code = "UNAUTHORIZED",
                      .message = "Authorization: Bearer with the key of the sandbox is missing or wrong"};
      }
      check_media_type(request);
      (this->*endpoint)(request, answer);
    } catch (const Refusal &refusal) {
      answer(refuse(refusal));
    }
  };
}

http::Response Endpoints::refuse(const Refusal &refusal) const {
  log_->debug("event=sandbox_refused status={} code={} reason=\"{}\"", refusal.status, refusal.code, refusal.message);
  Json error = JsonObject{{"code", refusal.code}, {"message", refusal.message}};
  JsonArray details;
  for (const FieldFault &fault : refusal.faults)
    details.emplace_back(JsonObject{{"pointer", fault.pointer}, {"message", fault.message}});
  if (!details.empty()) error.set("details", std::move(details));
  http::Response response{.status = refusal.status,
                          .body = to_text(JsonObject{{"error", std::move(error)}}),
                          .headers = {},
                          .code = refusal.code};
  if (refusal.status == 401) response.set_header("WWW-Authenticate", "Bearer");
  return response;
}

std::string Endpoints::launch_token(const wallet::PlayerAccount &player) const {
  return tokens_.issue({.kind = wallet::Claims::Kind::launch,
                        .player_id = player.id,
                        .provider = {},
                        .game = {},
                        .brand = player.brand,
                        .expires_at = wire::now() + wallet::launch_token_life});
}

}  // namespace pitboss::reference::sandbox
