#include "reference_impl/behaviour.hpp"
#include "reference_impl/faults/deviations.hpp"
#include "reference_impl/http/bodies.hpp"
#include "reference_impl/http/message.hpp"
#include "reference_impl/http/request_parser.hpp"

namespace pitboss::reference::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

void read(Request &request, const std::string &text) {
  RequestParser parser(request);
  boost::system::error_code error;
  parser.put(boost::asio::buffer(text), error);
  ASSERT_FALSE(error) << error.message();
  ASSERT_TRUE(parser.is_done());
}

TEST(RequestParser, LeavesNothingOfTheRequestBefore) {
  Request request;
  read(request, "POST /a?b=c HTTP/1.0\r\nX-One: 1\r\nX-Two: 2\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_EQ(request.query, "b=c");
  EXPECT_EQ(request.body, "body");
  EXPECT_TRUE(request.http_1_0);
  read(request, "GET /x HTTP/1.1\r\nX-Three: 3\r\n\r\n");
  EXPECT_EQ(request.method + request.path + request.query + request.body, "GET/x");
  EXPECT_EQ(request.headers, (Headers{{"X-Three", "3"}}));
  EXPECT_FALSE(request.http_1_0);
}

TEST(RequestParser, LeavesNothingOfTheRequestBeforeOneThatBreaksOff) {
  Request request;
  read(request, "GET /a HTTP/1.1\r\nX-One: 1\r\nX-Two: 2\r\n\r\n");
  RequestParser parser(request);
  boost::system::error_code error;
  parser.put(boost::asio::buffer(std::string("GET /b HTTP/1.1\r\nX-Three: 3\r\nX Four: 4\r\n\r\n")), error);
  ASSERT_TRUE(error);
  parser.drop_old_headers();
  EXPECT_EQ(request.headers, (Headers{{"X-Three", "3"}}));
}

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
