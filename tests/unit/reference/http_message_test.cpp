#include "reference_impl/behaviour.hpp"
#include "reference_impl/faults/deviations.hpp"
#include "reference_impl/http/bodies.hpp"
#include "reference_impl/http/message.hpp"

namespace pitboss::reference::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(HttpMessage, MediaTypesAreComparedWithoutCaseAndParameters) {
  const auto is_json = [](const std::string &type) {
    Request request;
    request.headers = {{"content-type", type}};
    return has_media_type(request, "application/json");
  };
  EXPECT_TRUE(is_json("application/json"));
  EXPECT_TRUE(is_json("Application/JSON \t; charset=utf-8"));
  EXPECT_FALSE(is_json("application/jsonp"));
  EXPECT_FALSE(is_json("text/plain; application/json"));
  EXPECT_FALSE(is_json(""));
  EXPECT_FALSE(has_media_type(Request(), "application/json"));
}

TEST(HttpMessage, ABodyIsAnnouncedByItsLength) {
  const Response response{.status = 200, .body = "abc", .headers = {}};
  EXPECT_THAT(serialise(response, {}), AllOf(HasSubstr("\r\nContent-Length: 3\r\n"), EndsWith("\r\n\r\nabc")));
  EXPECT_THAT(serialise(response, {.head_only = true}), EndsWith("\r\nContent-Length: 3\r\n\r\n"));
  EXPECT_THAT(serialise({.status = 200, .body = {}, .headers = {}}, {}), HasSubstr("\r\nContent-Length: 0\r\n"));
}

TEST(HttpMessage, A204AnnouncesNoBodyAndHasNone) {
  for (const char *body : {"", "abc"}) {
    const Response response{.status = 204, .body = body, .headers = {}};
    EXPECT_EQ(serialise(response, {}), "HTTP/1.1 204 No Content\r\n\r\n");
  }
}

TEST(ChunkedReplies, SendNoChunksWhereThereIsNoBody) {
  Behaviour behaviour;
  behaviour.http.serialise = serialise;
  install(all_variants(), "chunked-replies", "--variant", behaviour);
  const auto text = [&](int status) {
    return behaviour.http.serialise({.status = status, .body = status == 200 ? "abc" : "", .headers = {}}, {});
  };
  EXPECT_THAT(text(200), EndsWith("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
  EXPECT_EQ(text(204), "HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_THAT(text(409), AllOf(HasSubstr("chunked"), Not(HasSubstr("Content-Length"))));
}

}  // namespace
}  // namespace pitboss::reference::http
