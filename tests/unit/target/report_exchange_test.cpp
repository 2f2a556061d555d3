// What a report shows of an exchange, and the command that reproduces it.
#include "simulator/target/client.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace pitboss::target {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Redactor redactor() {
  Redactor result;
  result.add("top'secret", "${WALLET_SECRET}");
  result.add("hidden\"one", "<wallet.hmac_secret>");
  result.add("eyJ.launch", "${PLAYER_1}");
  result.add("eyJ.launch.longer", "${PLAYER_2}");
  return result;
}

TEST(Redactor, ReplacesTheLongestSecretEverywhere) {
  const Redactor redact = redactor();
  EXPECT_EQ(redact("a top'secret b eyJ.launch.longer c eyJ.launch.d eyJ.launch"),
            "a ${WALLET_SECRET} b ${PLAYER_2} c ${PLAYER_1}.d ${PLAYER_1}");
  EXPECT_EQ(redact("{\"k\":\"hidden\\\"one\"}"), "{\"k\":\"<wallet.hmac_secret as JSON>\"}");
  EXPECT_EQ(redact("hidden\"one"), "<wallet.hmac_secret>");
  EXPECT_EQ(redact(""), "");
  EXPECT_EQ(Redactor()("text"), "text");
}

TEST(Redactor, DoesNotReplaceInsideItsOwnWords) {
  Redactor redact;
  redact.add("wallet", "${NAME}");
  redact.add("secret99", "<wallet.hmac_secret>");
  redact.add("", "<empty>");
  redact.add("wallet", "<second>");
  EXPECT_EQ(redact("wallet secret99"), "${NAME} <wallet.hmac_secret>");
}

Exchange exchange_of(const std::string &request_body, const std::string &reply_body) {
  Exchange exchange;
  exchange.request = {"POST", "/v1/x", {{"Host", "h"}, {"Authorization", "Bearer eyJ.launch"}}, request_body};
  exchange.url = "http://h/v1/x";
  exchange.reply = Reply{200, "1.1", {{"X", std::string("a\0b", 3)}}, reply_body, reply_body.size()};
  return exchange;
}

TEST(ToReport, RedactsAndEscapes) {
  const results::Exchange report =
      to_report(exchange_of("{\"t\":\"eyJ.launch\"}", "é \xFF top'secret \x01\n"), redactor());
  EXPECT_EQ(report.request.body, "{\"t\":\"${PLAYER_1}\"}");
  EXPECT_EQ(report.request.headers[1].second, "Bearer ${PLAYER_1}");
  ASSERT_TRUE(report.response);
  EXPECT_EQ(report.response->body, "é \\xff ${WALLET_SECRET} \\x01\n");
  EXPECT_EQ(report.response->headers[0].second, "a\\x00b");
  EXPECT_EQ(report.response->body_bytes, 18U);
  EXPECT_FALSE(report.response->body_cut);
  EXPECT_EQ(report.error, "");
}

TEST(ToReport, CutsLongBodiesBetweenCharacters) {
  std::string body(64UL * 1024 - 1, 'x');
  body += "éé";
  const results::Exchange report = to_report(exchange_of(body, body), {});
  EXPECT_TRUE(report.request.body_cut);
  EXPECT_TRUE(report.response->body_cut);
  EXPECT_EQ(report.response->body.size(), 64U * 1024 - 1);
  EXPECT_EQ(report.response->body_bytes, body.size());
}

TEST(ToReport, ASecretAcrossTheCutIsNotShownInPart) {
  const std::string body = std::string(64UL * 1024 - 4, 'x') + "top'secret" + std::string(100, 'y');
  EXPECT_THAT(to_report(exchange_of("", body), redactor()).response->body, Not(HasSubstr("top'")));
}

TEST(ToReport, AFailureIsTold) {
  Exchange exchange = exchange_of("{}", "");
  exchange.reply.reset();
  exchange.failure = Failure::closed;
  exchange.detail = "h:80 closed the connection (top'secret)";
  const results::Exchange report = to_report(exchange, redactor());
  EXPECT_FALSE(report.response);
  EXPECT_EQ(report.error, "h:80 closed the connection (${WALLET_SECRET})");
}

TEST(ToCurl, ReadsWell) {
  const Request request{"POST",
                        "/v1/balance",
                        {{"Host", "wallet.example"},
                         {"Content-Type", "application/json"},
                         {"Authorization", "Bearer abc"},
                         {"Content-Length", "12"},
                         {"Connection", "keep-alive"}},
                        "{\"a\":\"it's\"}"};
  EXPECT_EQ(to_curl(request, "https://wallet.example/v1/balance", {}),
            "curl -sS -i -X POST --http1.1 'https://wallet.example/v1/balance' -H 'Content-Type: application/json' "
            "-H 'Authorization: Bearer abc' --data-binary '{\"a\":\"it'\\''s\"}'");
}

TEST(ToCurl, NamesAFileForLargeBodiesAndTheTlsFiles) {
  const Request request{"POST", "/", {{"Content-Type", "x"}}, std::string(9'000, 'x')};
  EXPECT_EQ(
      to_curl(request, "https://h/", {}, {"/ca.pem", "/c.pem", "/k.pem"}, "http://proxy:3128"),
      "curl -sS -i -X POST --http1.1 --cacert '/ca.pem' --cert '/c.pem' --key '/k.pem' --proxytunnel --proxy "
      "'http://proxy:3128' 'https://h/' -H 'Content-Type: x' --data-binary @body.bin  # body.bin: the 9000 bytes of "
      "the body");
}

TEST(ToCurl, RawBytesAreSentByNcOrOpenssl) {
  const Request raw{std::string(raw_method), "", {}, "GET /%\r\n\x01'\\"};
  EXPECT_EQ(to_curl(raw, "http://h:8080", {}), R"(printf 'GET /%%\r\n\001\047\134' | nc -w 5 'h' 8080)");
  EXPECT_THAT(to_curl(raw, "https://h", {}), HasSubstr("| openssl s_client -quiet -connect 'h:443'"));
}

/// Runs the command in /bin/sh with a `curl` that writes its arguments, each ended by a NUL, and what it reads from a
/// pipe.
std::vector<std::string> arguments_of(const std::string &command) {
  const std::string script =
      "curl() { for a in \"$@\"; do printf '%s\\0' \"$a\"; done; "
      "case \"$*\" in *@-) cat;; esac; }\n" +
      command;
  test::ChildOptions options;
  options.variables = {{"WALLET_SECRET", "top'secret"}, {"PLAYER_1", "eyJ.launch"}, {"PLAYER_2", "eyJ.launch.longer"}};
  const test::Finished finished = test::run_program({"/bin/sh", "-c", script}, options);
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  std::vector<std::string> arguments;
  for (std::size_t at = 0, end = 0; at < finished.out.size(); at = end + 1) {
    end = std::min(finished.out.find('\0', at), finished.out.size());
    arguments.push_back(finished.out.substr(at, end - at));
  }
  return arguments;
}

class CurlBodies : public testing::TestWithParam<std::string> {};

TEST_P(CurlBodies, ComeThroughTheShellUnchanged) {
  const Request request{"POST",
                        "/",
                        {{"Content-Type", "text/plain"}, {"X-Odd", GetParam().substr(0, GetParam().find('\0'))}},
                        GetParam()};
  const std::string command = to_curl(request, "http://h/[a]{b}?c=d&e=$f", redactor());
  std::vector<std::string> arguments = arguments_of(command);
  ASSERT_GE(arguments.size(), 3U) << command;
  EXPECT_THAT(arguments, testing::Contains("http://h/[a]{b}?c=d&e=$f"));
  EXPECT_THAT(arguments, testing::Contains("-g"));
  if (GetParam().find('\0') == std::string::npos) {
    EXPECT_EQ(arguments.back(), GetParam()) << command;
    EXPECT_THAT(arguments, testing::Contains("X-Odd: " + GetParam()));
  } else {
    EXPECT_EQ(arguments[arguments.size() - 2], GetParam().substr(0, GetParam().find('\0'))) << command;
    EXPECT_EQ(arguments.back(), GetParam().substr(GetParam().find('\0') + 1));
  }
}

INSTANTIATE_TEST_SUITE_P(Odd, CurlBodies,
                         testing::Values("{}", "it's", "'", "''", "\"$HOME\" `id` $(id) \\ \\n !x *", "a\nb\r\nc\t",
                                         "@file", "-d", "eyJ.launch", "'eyJ.launch'", "xtop'secret'y",
                                         "eyJ.launch.longereyJ.launch", "é€😀", std::string("nul\0byte %s \\", 13),
                                         "# not a comment; & | <>"));

TEST(ToCurl, OtherSecretsArePlaceholders) {
  const Request request{"POST", "/", {{"Content-Type", "x"}}, "hidden\"one"};
  EXPECT_THAT(to_curl(request, "http://h/", redactor()), HasSubstr("--data-binary '<wallet.hmac_secret>'"));
}

TEST(ToCurl, EmptyBodiesAndOtherMethods) {
  EXPECT_EQ(to_curl({"GET", "/", {}, ""}, "http://h/", {}), "curl -sS -i -X GET 'http://h/'");
  EXPECT_EQ(to_curl({"HEAD", "/", {}, ""}, "http://h/", {}), "curl -sS -I 'http://h/'");
  EXPECT_EQ(to_curl({"POST", "/", {{"X-Empty", ""}}, ""}, "http://h/", {}),
            "curl -sS -i -X POST 'http://h/' -H 'X-Empty;' --data-binary ''");
  EXPECT_EQ(to_curl({"A B", "/", {}, "x"}, "http://h/../", {}),
            "curl -sS -i -X 'A B' --path-as-is 'http://h/../' -H 'Content-Type:' --data-binary 'x'");
}

}  // namespace
}  // namespace pitboss::target
