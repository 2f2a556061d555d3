#include <future>

#include "http_fixture.hpp"
#include "sockets.hpp"

/// Responses that go on behind their head.
namespace pitboss::reference::http {
namespace {

using test::RawClient;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class HttpStream : public HttpServer {
 protected:
  HttpStream() {
    settings.handler = [this](const Request &, const Answer &answer) {
      answer({.status = 200,
              .body = "begin;",
              .headers = {{"Content-Type", "text/event-stream"}},
              .opened = [this](const std::shared_ptr<OpenResponse> &response) { opened.set_value(response); }});
    };
  }

  std::uint16_t start_stream() {
    server = std::make_unique<Server>(loop, settings, make_log("off"));
    thread = std::thread([this] { loop.run(); });
    return server->port();
  }

  /// Does `work` on the loop's thread and waits for what it returns.
  template <class Work>
  auto on_loop(Work work) {
    std::promise<decltype(work())> done;
    loop.after(std::chrono::milliseconds(0), [&] { done.set_value(work()); });
    return done.get_future().get();
  }

  std::promise<std::shared_ptr<OpenResponse>> opened;
};

constexpr const char *request = "GET /events HTTP/1.1\r\nHost: x\r\n\r\n";

TEST_F(HttpStream, SendsWhatComesUntilItIsEnded) {
  RawClient client(start_stream());
  client.send(request);
  const auto response = opened.get_future().get();
  EXPECT_TRUE(on_loop([&] { return response->send("one;"); }));
  EXPECT_TRUE(on_loop([&] { return response->send("two;") && response->is_open(); }));
  on_loop([&] { return response->end(), true; });
  const std::string got = client.read_until_close();
  EXPECT_THAT(got, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(got, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(got, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(got, EndsWith("\r\n\r\nbegin;one;two;"));
  EXPECT_FALSE(on_loop([&] { return response->is_open() || response->send("three;"); }));
}

TEST_F(HttpStream, AClientThatDoesNotReadIsToldNoMoreThanItsShare) {
  RawClient client(start_stream());
  client.send(request);
  const auto response = opened.get_future().get();
  const std::string piece(std::size_t{64} * 1024, 'x');
  // The kernel's buffers take some; after them nothing is kept beyond the bound.
  const bool refused = on_loop([&] {
    for (int i = 0; i < 10'000; ++i)
      if (!response->send(piece)) return response->is_open();
    return false;
  });
  EXPECT_TRUE(refused);
}

TEST_F(HttpStream, IsOverWhenTheClientGoes) {
  std::shared_ptr<OpenResponse> response;
  {
    RawClient client(start_stream());
    client.send(request);
    response = opened.get_future().get();
    EXPECT_TRUE(on_loop([&] { return response->is_open(); }));
  }
  while (on_loop([&] { return response->is_open(); })) std::this_thread::yield();
  EXPECT_FALSE(on_loop([&] { return response->send("x"); }));
}

TEST_F(HttpStream, EndsAtOnceWhenTheServerStops) {
  settings.limits.stop = std::chrono::hours(1);
  RawClient client(start_stream());
  client.send(request);
  const auto response = opened.get_future().get();
  on_loop([&] { return response->send("one;"); });
  stop();
  EXPECT_THAT(client.read_until_close(), EndsWith("begin;one;"));
}

TEST_F(HttpStream, OfHeadThereIsNone) {
  RawClient client(start_stream());
  client.send("HEAD /events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.read_until_close(), EndsWith("\r\n\r\n"));
}

TEST_F(HttpStream, WhatTheClientSendsBehindItIsThrownAway) {
  RawClient client(start_stream());
  client.send(std::string(request) + request);
  const auto response = opened.get_future().get();
  client.send(std::string(100'000, 'x'));
  EXPECT_TRUE(on_loop([&] { return response->send("one;"); }));
  on_loop([&] { return response->end(), true; });
  EXPECT_THAT(client.read_until_close(), EndsWith("begin;one;"));
}

}  // namespace
}  // namespace pitboss::reference::http
