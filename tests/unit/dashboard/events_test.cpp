#include <future>

#include "browser.hpp"
#include "reference_impl/dashboard/hub.hpp"

/// The stream of events of the dashboard.
namespace pitboss::test {
namespace {

using reference::dashboard::Hub;
using reference::dashboard::Ring;
using reference::dashboard::Seen;
using reference::http::OpenResponse;
using reference::http::Request;
using reference::http::Response;
using testing::HasSubstr;
using testing::Not;

/// A page that keeps what it is sent, as much as it takes.
class Page : public OpenResponse {
 public:
  bool send(std::string_view bytes) override {
    if (!open || text.size() + bytes.size() > room) return false;
    text.append(bytes);
    return true;
  }
  [[nodiscard]] bool is_open() const override { return open; }
  void end() override { open = false; }

  std::string text;
  std::size_t room = 1'000'000;
  bool open = true;
};

struct Events : testing::Test {
  std::shared_ptr<Page> subscribe(const std::string &last_event_id = {}) {
    Request request;
    if (!last_event_id.empty()) request.headers = {{"Last-Event-ID", last_event_id}};
    auto page = std::make_shared<Page>();
    hub.subscribe(request, [&](const Response &response) {
      EXPECT_EQ(*response.header("Content-Type"), "text/event-stream");
      response.opened(page);
    });
    return page;
  }
  void exchange() {
    Seen seen;
    seen.id = ++last;
    hub.exchanged(seen);
    ring.add(seen);
  }

  Ring ring{{.exchanges = 3}};
  Hub hub{ring};
  std::uint64_t last = 0;
};

TEST_F(Events, APageThatComesGetsTheLastStateAndThenWhatHappens) {
  hub.publish("faults", R"({"on":1})");
  hub.publish("faults", R"({"on":2})");
  exchange();
  const auto page = subscribe();
  EXPECT_EQ(page->text, "event: faults\ndata: {\"on\":2}\n\n");
  exchange();
  EXPECT_THAT(page->text, HasSubstr("id: 2\nevent: exchange\ndata: {\"id\":2,"));
}

TEST_F(Events, APageThatComesBackGetsWhatItMissedAndIsToldWhatIsGone) {
  for (int i = 0; i < 5; ++i) exchange();
  const auto page = subscribe("1");
  EXPECT_THAT(page->text, HasSubstr("event: dropped\ndata: {\"count\":1}\n\n"));
  EXPECT_THAT(page->text, Not(HasSubstr("id: 2\n")));
  for (const char *id : {"id: 3\n", "id: 4\n", "id: 5\n"}) EXPECT_THAT(page->text, HasSubstr(id));
}

TEST_F(Events, APageThatDoesNotReadIsToldLaterWhatItMissed) {
  const auto page = subscribe();
  page->room = 0;
  exchange();
  exchange();
  hub.tick("{}");
  EXPECT_EQ(page->text, "");
  page->room = 1'000'000;
  hub.tick("{}");
  EXPECT_THAT(page->text, HasSubstr("event: dropped\ndata: {\"count\":2}\n\n"));
  page->text.clear();
  hub.tick("{}");
  EXPECT_THAT(page->text, Not(HasSubstr("dropped")));
}

TEST_F(Events, MoreThanAnybodyCouldReadIsCountedAlone) {
  const auto page = subscribe();
  for (std::size_t i = 0; i < Hub::most_exchanges_a_second + 7; ++i) exchange();
  EXPECT_THAT(page->text, HasSubstr("\"id\":" + std::to_string(Hub::most_exchanges_a_second) + ","));
  EXPECT_THAT(page->text, Not(HasSubstr("\"id\":" + std::to_string(Hub::most_exchanges_a_second + 1) + ",")));
  hub.tick("{}");
  EXPECT_THAT(page->text, HasSubstr("event: dropped\ndata: {\"count\":7}\n\n"));
}

TEST_F(Events, APageThatIsGoneIsForgotten) {
  const auto page = subscribe();
  EXPECT_EQ(hub.listeners(), 1U);
  page->open = false;
  hub.tick("{}");
  EXPECT_EQ(hub.listeners(), 0U);
}

TEST(DashboardEvents, ComeOverHttpUntilTheServerStops) {
  RunningServer server(with_dashboard());
  RawClient client(server.port());
  client.send("GET /dashboard/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  // The overview is answered behind the subscription.
  EXPECT_EQ(Browser(server).get("/dashboard/v1/overview").status, 200);
  WalletClient(server).authenticate();
  server.stop();
  const std::string events = client.read_until_close();
  EXPECT_THAT(events, HasSubstr("Content-Type: text/event-stream\r\n"));
  EXPECT_THAT(events, HasSubstr("Cache-Control: no-store\r\n"));
  EXPECT_THAT(events, HasSubstr("event: exchange\ndata: {\"id\":1,"));
}

TEST(DashboardEvents, AreNotForWhoHasNoSession) {
  const RunningServer server(with_dashboard("a-key-of-the-dashboard"));
  EXPECT_EQ(Browser(server).get("/dashboard/v1/events").status, 401);
}

}  // namespace
}  // namespace pitboss::test
