#pragma once

#include <gtest/gtest.h>

#include <thread>

#include "reference_impl/http/server.hpp"
#include "reference_impl/log.hpp"

namespace pitboss::reference::http {

/// The HTTP server over real sockets, with handlers of its own. Set `settings` before start().
class HttpServer : public testing::Test {
 protected:
  HttpServer() {
    settings.error_body = [](std::string_view message) { return "refused: " + std::string(message); };
    settings.finish = [](const Request &request, Response &response) {
      if (const std::string *id = request.header("x-request-id")) response.set_header("X-Request-ID", *id);
    };
  }
  ~HttpServer() override { stop(); }

  std::uint16_t start() {
    Router router(settings.error_body);
    router.add("GET", "/hello",
               [](const Request &, const Answer &answer) { answer({.status = 200, .body = "hello", .headers = {}}); });
    router.add("POST", "/echo", [](const Request &request, const Answer &answer) {
      answer({.status = 200, .body = request.body, .headers = {}});
    });
    router.add("GET", "/large", [](const Request &, const Answer &answer) {
      answer({.status = 200, .body = std::string(std::size_t{8} << 20, 'x'), .headers = {}});
    });
    router.add("GET", "/throws", [](const Request &, const Answer &) { throw std::runtime_error("x"); });
    router.add("GET", "/late", [this](const Request &, const Answer &answer) {
      loop.after(std::chrono::milliseconds(60), [answer] { answer({.status = 200, .body = "late", .headers = {}}); });
    });
    settings.handler = router;
    server = std::make_unique<Server>(loop, settings, make_log("off"));
    thread = std::thread([this] { loop.run(); });
    return server->port();
  }
  void stop() {
    if (!thread.joinable()) return;
    server->stop();
    thread.join();
  }

  ServerSettings settings;
  EventLoop loop;
  std::unique_ptr<Server> server;
  std::thread thread;
};

}  // namespace pitboss::reference::http
