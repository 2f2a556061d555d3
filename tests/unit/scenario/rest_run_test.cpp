#include <gmock/gmock.h>

#include "simulator/scenario/run_with.hpp"
#include "tests/unit/scenario/fake_rest.hpp"

namespace pitboss::scenario {
namespace {

using results::Verdict;
using ::testing::ElementsAre;
using testing::FakeFeed;
using testing::FakeMovements;
using ::testing::HasSubstr;
using ::testing::Not;

results::Results run(testing::FakeRest &fake, const std::vector<Scenario> &scenarios) {
  const std::atomic<bool> cancelled = false;
  RunOptions options;
  options.seed = 7;
  const RetryPolicy fast{3, std::chrono::milliseconds(10'000), std::chrono::milliseconds(1), 2,
                         std::chrono::milliseconds(0)};
  return run_with(fake.connections(), fast, fake.target, scenarios, options, {}, cancelled);
}

results::Scenario play(testing::FakeRest &fake, const std::string &steps, const std::string &more = "") {
  const bool feed = fake.target.rest.front().contract == "feed";
  const std::string head = feed ? "id: feed.x.y\ntitle: t\nrequirements: [feed.upsert.customer]\n"
                                : "id: movements.x.y\ntitle: t\nrequirements: [movements.metric.relative-adds]\n";
  return run(fake, load_scenarios(std::string_view(head + more + "steps:\n" + steps), "x.yaml")).scenarios.at(0);
}

TEST(RestRun, AnAuditFindsADuplicateThatWasRecorded) {
  FakeMovements fake;
  fake.deviation = "duplicate recorded";
  const std::string steps = R"(
  - register_client: {}
  - record_movement: {request: R, relative: "50"}
  - record_movement: {request: R, relative: "50"}
    expect: {report: true}
  - audit: {}
)";
  EXPECT_EQ(play(fake, steps).verdict, Verdict::pass) << "both were accepted, and the model follows";
  const std::string hidden = R"(
  - register_client: {}
  - record_movement: {request: R, relative: "50"}
  - audit: {}
)";
  fake.after = [](const target::Request &request, target::Reply &reply) {
    if (request.path.starts_with("/reporting/clients/v1"))
      if (const std::size_t at = reply.body.find("\"50\""); at != std::string::npos)
        reply.body.replace(at, 4, "\"51\"");
  };
  const results::Scenario scenario = play(fake, hidden);
  EXPECT_EQ(scenario.verdict, Verdict::fail);
  EXPECT_THAT(scenario.reason, HasSubstr("expected ngr 50, got ngr 51"));
}

TEST(RestRun, AStepWithoutExpectationThatIsRefusedBlocks) {
  FakeMovements fake;
  const results::Scenario scenario = play(fake, "  - record_movement: {relative: \"50\"}\n");
  EXPECT_EQ(scenario.verdict, Verdict::blocked);
  EXPECT_THAT(scenario.reason, HasSubstr("Client not found"));
}

TEST(RestRun, RowsAreExactlyThoseExpected) {
  FakeFeed fake;
  const std::string push = R"(
  - push_customers: {with: {country: MT}}
  - list_customers: {customer_id: "{C}"}
)";
  EXPECT_EQ(play(fake, push + "    expect: {rows: [{country: MT}]}\n").verdict, Verdict::pass);
  EXPECT_EQ(play(fake, push + "    expect: {rows: [{country: DE}]}\n").verdict, Verdict::fail);
  EXPECT_EQ(play(fake, push + "    expect: {rows: none}\n").verdict, Verdict::fail);
  EXPECT_EQ(play(fake, push + "    expect: {rows: [{country: MT}, {country: MT}]}\n").verdict, Verdict::fail);
  EXPECT_EQ(play(fake, push + "    expect: {rows: [{country: MT, email: {absent: true}}]}\n").verdict, Verdict::pass);
}

TEST(RestRun, ATargetThatIgnoresAFilterIsBlamedOnlyWhereTheFilterIsJudged) {
  FakeFeed fake;
  fake.deviation = "filter-ignored";
  const std::string push = "\n  - push_customers: {}\n  - push_customers: {with: {customer_id: \"{C2}\"}}\n";
  EXPECT_EQ(
      play(fake, push + "  - list_customers: {customer_id: \"{C}\"}\n    expect: {rows: [{customer_id: \"{C}\"}]}\n")
          .verdict,
      Verdict::pass);
  EXPECT_EQ(play(fake, push + "  - list_customers: {customer_id: \"{C}\", judge_filter: true}\n    expect: {rows: "
                              "[{customer_id: \"{C}\"}]}\n")
                .verdict,
            Verdict::fail);
}

TEST(RestRun, OneBadRecordAmongAThousandStoresNothing) {
  FakeFeed fake;
  const std::string steps = R"(
  - push_customers: {records: [{times: 500}, {currency: ABC}, {times: 499}]}
    expect: {status: 422, contains: currency}
  - audit: {}
)";
  EXPECT_EQ(play(fake, steps).verdict, Verdict::pass);
}

TEST(RestRun, PagesAreWalkedAndEachRowComesOnce) {
  FakeFeed fake;
  const std::string steps = R"(
  - push_customers: {}
  - push_transactions: {records: [{times: 23}]}
  - walk_pages: {list: list_transactions, customer_id: "{C}", per_page: 10}
    expect: {each_once: [{transaction_id: "{T{n}}", times: 23}], count: 10, walked: page}
)";
  EXPECT_EQ(play(fake, steps).verdict, Verdict::pass) << play(fake, steps).reason;
}

TEST(RestRun, RowsThatArePushedOnToTheNextPageWereNotListedTwice) {
  FakeMovements fake;
  std::optional<wire::Json> last_of_page;
  fake.after = [&](const target::Request &request, target::Reply &reply) {
    if (!request.path.starts_with("/reporting/client-metric-movements")) return;
    wire::Json body = std::get<wire::Json>(wire::parse_json(reply.body));
    wire::JsonArray rows = *body.find("data")->array();
    if (request.path.find("page=2") != std::string::npos) rows.insert(rows.begin(), last_of_page.value());
    if (!rows.empty()) last_of_page = rows.back();
    reply.body = wire::to_text(body.set("data", std::move(rows)));
  };
  const std::string steps = R"(
  - register_client: {}
  - record_movement: {relative: "{n}"}
    repeat: 55
  - list_movements: {client: P}
    expect: {count: 55}
)";
  const results::Scenario scenario = play(fake, steps);
  EXPECT_EQ(scenario.verdict, Verdict::pass) << scenario.reason;
}

TEST(RestRun, WhatIsKeptIsOfTheRowsThatTheFiltersLeave) {
  FakeFeed fake;
  fake.deviation = "filter-ignored";
  const std::string steps = R"(
  - push_customers: {with: {country: MT}}
  - push_customers: {with: {customer_id: "{C2}", country: DE, tracking_data: "2026-05-01T23:30:00-02:00"}}
  - list_customers: {customer_id: "{C2}"}
    keep: {country: rows.0.country, time: rows.0.tracking_data}
  - push_customers: {with: {customer_id: "{C3}", country: "{kept:country}", tracking_data: "{day:kept:time}"}}
  - list_customers: {customer_id: "{C3}"}
    expect: {rows: [{country: DE, tracking_data: "2026-05-02"}]}
)";
  const results::Scenario scenario = play(fake, steps);
  EXPECT_EQ(scenario.verdict, Verdict::pass) << scenario.reason;
}

TEST(RestRun, ANumericStringIsToldFromANumberWhereItsFormIsJudged) {
  FakeMovements fake;
  const std::string steps = "  - register_client: {}\n  - record_movement: {relative: \"50\"}\n";
  const auto expecting = [](const std::string &word) {
    return "  - list_clients: {client: P}\n    expect: {rows: [{balances: {ngr: {" + word + ": \"50.0\"}}}]}\n";
  };
  EXPECT_EQ(play(fake, steps + expecting("decimal string")).verdict, Verdict::pass);
  fake.after = [](const target::Request &request, target::Reply &reply) {
    if (request.path.starts_with("/reporting/clients/v1"))
      if (const std::size_t at = reply.body.find("\"50\""); at != std::string::npos) reply.body.replace(at, 4, "50");
  };
  EXPECT_EQ(play(fake, steps + expecting("decimal string")).verdict, Verdict::fail);
  EXPECT_EQ(play(fake, steps + expecting("decimal")).verdict, Verdict::pass);
  EXPECT_EQ(play(fake, steps + "  - audit: {}\n").verdict, Verdict::pass);
}

TEST(RestRun, RandomCallsAreAuditedOnTheWay) {
  FakeMovements fake;
  int lists = 0;
  fake.after = [&](const target::Request &request, target::Reply &) {
    lists += request.path.starts_with("/reporting/clients/v1?external_client_id") ? 1 : 0;
  };
  EXPECT_EQ(play(fake, "  - random_calls: {calls: 38}\n").verdict, Verdict::pass);
  EXPECT_EQ(lists, 2 * 5) << "of two players, after each tenth of 40 calls and at the end";
}

TEST(RestRun, ABurstFindsTheLimitAndAFakeLimitIsTooEarly) {
  FakeFeed fake;
  const std::string steps = R"(
  - burst: {list_customers: {per_page: 1}}
    expect: {first_429: {after: 990, before: 2101}, header: {Retry-After: {is: delay}}}
  - wait: {retry_after: true}
  - list_customers: {per_page: 1}
    expect: accepted
)";
  EXPECT_EQ(play(fake, steps).verdict, Verdict::pass);
  fake.limit = 900;
  EXPECT_THAT(play(fake, steps).reason, HasSubstr("after 990 other answers"));
}

TEST(RestRun, WhereANewTokenEndsTheOlderOneTheRunGoesOn) {
  FakeFeed fake;
  fake.deviation = "one-token";
  const std::string steps = "\n  - get_token: {as: B}\n  - push_customers: {}\n    expect: accepted\n";
  EXPECT_EQ(play(fake, steps).verdict, Verdict::pass) << "401 for its own token: a new one is got";
  EXPECT_EQ(play(fake, steps, "needs: {two_tokens: true}\n").verdict, Verdict::not_applicable);
}

/// What the doctor says of the token, or of whatever else is named.
results::Finding found(const results::Results &results, const std::string &name) {
  for (const results::Finding &finding : results.doctor)
    if (finding.name == name) return finding;
  return {};
}

TEST(RestRun, ATargetThatTakesCredentialsInOneWayOnlyIsPlayedInThatWay) {
  const std::string text =
      "id: feed.x.own\ntitle: t\nrequirements: [feed.token.granted]\nsteps:\n"
      "  - get_token: {as: own}\n    expect: {status: 200}\n  - list_customers: {}\n    expect: accepted\n---\n"
      "id: feed.x.basic\ntitle: t\nrequirements: [feed.token.basic]\nsteps:\n"
      "  - get_token: {as: A, credentials: basic}\n    expect: {status: 200}\n---\n"
      "id: feed.x.body\ntitle: t\nrequirements: [feed.token.body-credentials]\nsteps:\n"
      "  - get_token: {as: A, credentials: body}\n    expect: {status: 200}\n---\n"
      "id: feed.x.wrong\ntitle: t\nrequirements: [feed.token.wrong-credentials-refused]\nsteps:\n"
      "  - get_token: {as: A, credentials: wrong secret}\n    expect: {status: [400, 401]}\n";
  const auto verdicts = [&](const std::string &deviation, std::string &told) {
    FakeFeed fake;
    fake.deviation = deviation;
    const results::Results results = run(fake, load_scenarios(std::string_view(text), "x.yaml"));
    told = found(results, "token").detail;
    std::vector<Verdict> all;
    for (std::size_t i = 0; i < 4; ++i) all.push_back(results.scenarios.at(i).verdict);
    return all;
  };
  std::string told;
  EXPECT_THAT(verdicts("body-only", told), ElementsAre(Verdict::pass, Verdict::warn, Verdict::pass, Verdict::pass));
  EXPECT_THAT(told, HasSubstr("in the body"));
  EXPECT_THAT(told, HasSubstr("HTTP Basic is answered 400"));
  EXPECT_THAT(verdicts("basic-only", told), ElementsAre(Verdict::pass, Verdict::pass, Verdict::warn, Verdict::pass));
  EXPECT_THAT(told, HasSubstr("by HTTP Basic"));
}

TEST(RestRun, CredentialsThatNoWayTakesAreToldWithBothAnswers) {
  FakeFeed fake;
  fake.after = [](const target::Request &request, target::Reply &reply) {
    if (request.path == "/oauth/token") reply.status = 401;
  };
  const results::Results results =
      run(fake, load_scenarios(std::string_view("id: feed.x.y\ntitle: t\nrequirements: [feed.token.granted]\nsteps:\n"
                                                "  - get_token: {}\n"),
                               "x.yaml"));
  EXPECT_EQ(found(results, "token").verdict, Verdict::fail);
  EXPECT_THAT(found(results, "token").detail, HasSubstr("by HTTP Basic, and 401"));
  EXPECT_THAT(found(results, "token").detail, HasSubstr("with the credentials in the body"));
}

TEST(RestRun, TheDoctorTellsWhatAnswersInsteadOfATarget) {
  const auto finding = [](testing::FakeRest &fake, const std::string &path, int status, const std::string &body,
                          const std::string &type) {
    fake.after = [=](const target::Request &request, target::Reply &reply) {
      if (!request.path.starts_with(path)) return;
      reply.status = status;
      reply.body = body;
      reply.headers = {{"Content-Type", type}};
    };
    const std::string contract = fake.target.rest.front().contract;
    const std::string requirement = contract == "feed" ? "feed.token.granted" : "movements.list.envelope";
    const std::string text = "id: " + contract + ".x.y\ntitle: t\nrequirements: [" + requirement + "]\nsteps:\n" +
                             (contract == "feed" ? "  - list_customers: {}\n" : "  - list_clients: {}\n");
    for (const results::Finding &each : run(fake, load_scenarios(std::string_view(text), "x.yaml")).doctor)
      if (each.verdict == Verdict::fail) return each;
    return results::Finding{};
  };
  FakeFeed feed;
  FakeMovements movements;
  const std::string page = "<html>Sign in</html>";
  EXPECT_THAT(finding(feed, "/oauth", 200, page, "text/html").detail,
              HasSubstr("POST /oauth/token is answered 200 with text/html that is not JSON: <html>"));
  EXPECT_THAT(finding(feed, "/oauth", 200, page, "text/html").hint, HasSubstr("a login page or a proxy"));
  EXPECT_THAT(finding(feed, "/oauth", 404, "{}", "application/json").hint, HasSubstr("feed.token_path"));
  EXPECT_EQ(finding(feed, "/oauth", 307, "", "text/plain").name, "path");
  EXPECT_THAT(finding(feed, "/oauth", 502, page, "text/html").hint, HasSubstr("is broken"));
  EXPECT_THAT(finding(feed, "/oauth", 200, "{}", "application/json").detail, HasSubstr("has no access_token"));
  EXPECT_THAT(finding(feed, "/oauth", 401, R"({"error":"invalid_client"})", "application/json").hint,
              HasSubstr("client_secret"));
  EXPECT_THAT(finding(feed, "/api", 200, R"({"rows":[]})", "application/json").detail, HasSubstr("without a list"));
  EXPECT_EQ(finding(movements, "/reporting", 200, page, "text/html").name, "answers");
  EXPECT_EQ(finding(movements, "/reporting", 401, page, "text/html").name, "API key");
  EXPECT_EQ(finding(movements, "/reporting", 404, page, "text/html").name, "path");
  EXPECT_THAT(finding(movements, "/reporting", 500, "{}", "application/json").hint, HasSubstr("read every list"));
}

target::Exchange without_reply(const target::Request &request, target::Failure failure) {
  target::Exchange exchange;
  exchange.request = request;
  exchange.failure = failure;
  exchange.detail = "told to";
  return exchange;
}

TEST(RestRun, ABrokenNetworkBlocksAndSilenceToOneCallFails) {
  FakeMovements fake;
  bool all = true;
  fake.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.body.find("metrics") != std::string::npos) return without_reply(request, target::Failure::closed);
    if (all && request.path.starts_with("/reporting") && request.headers.empty())
      return without_reply(request, target::Failure::connect);
    return std::nullopt;
  };
  const std::string steps = "  - register_client: {}\n  - record_movement: {relative: \"1\"}\n    expect: accepted\n";
  EXPECT_EQ(play(fake, steps).verdict, Verdict::blocked) << "nobody is answered";
  all = false;
  EXPECT_EQ(play(fake, steps).verdict, Verdict::fail) << "others are answered";
}

std::string movement_scenarios(int number, const std::string &step) {
  std::string text;
  for (int i = 1; i <= number; ++i)
    text += (i == 1 ? "id: movements.x.y" : "---\nid: movements.x.y") + std::to_string(i) +
            "\ntitle: t\nrequirements: [movements.metric.relative-adds]\nsteps:\n  - register_client: {}\n" + step;
  return text;
}

TEST(RestRun, ACallThatIsNeverAnsweredIsGivenUp) {
  FakeMovements fake;
  int waited = 0;
  fake.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.body.find("metrics") == std::string::npos) return std::nullopt;
    ++waited;
    return without_reply(request, target::Failure::timeout);
  };
  const std::string steps = "  - record_movement: {relative: \"1\"}\n    expect: accepted\n";
  const results::Results results = run(fake, load_scenarios(std::string_view(movement_scenarios(40, steps)), "x.yaml"));
  int failed = 0;
  for (std::size_t i = 0; i < 40; ++i) {
    const results::Scenario &scenario = results.scenarios.at(i);
    failed += scenario.verdict == Verdict::fail ? 1 : 0;
    if (scenario.verdict == Verdict::fail) continue;
    EXPECT_EQ(scenario.verdict, Verdict::blocked);
    EXPECT_THAT(scenario.reason, HasSubstr("record_movement is not sent any more: 3 in a row got no reply"));
  }
  EXPECT_GE(failed, NetworkWatch::silences) << "silence to a call is a failure of what it judges";
  EXPECT_LE(waited, NetworkWatch::silences + 6) << "those that were played at once";
  EXPECT_EQ(found(results, "silence").verdict, Verdict::warn);
}

TEST(RestRun, SilenceToWhatIsWrongBlocksNothingThatIsRight) {
  FakeMovements fake;
  fake.before = [&](const target::Request &request) -> std::optional<target::Exchange> {
    if (request.body.find("\"abc\"") == std::string::npos) return std::nullopt;
    return without_reply(request, target::Failure::timeout);
  };
  const std::string wrong = "  - record_movement: {relative: abc}\n    expect: {refused: true}\n";
  const std::string right = "  - record_movement: {relative: \"1\"}\n    expect: accepted\n";
  std::string text = movement_scenarios(20, wrong);
  const std::string last = movement_scenarios(1, right);
  text += "---\n" + std::string(last).replace(last.find("movements.x.y"), 13, "movements.x.right");
  const results::Results results = run(fake, load_scenarios(std::string_view(text), "x.yaml"));
  EXPECT_THAT(results.scenarios.at(19).reason, HasSubstr("that may be refused is not sent any more"));
  EXPECT_EQ(results.scenarios.at(20).verdict, Verdict::pass) << results.scenarios.at(20).reason;
}

TEST(RestRun, ALimitThatNobodyAskedForIsWaitedOut) {
  FakeFeed fake;
  fake.limit = 12;
  EXPECT_EQ(play(fake, "  - push_customers: {}\n    repeat: 20\n    expect: accepted\n").verdict, Verdict::pass);
}

TEST(RestRun, ALostReplyIsResolvedByTheRetry) {
  FakeMovements fake;
  const std::string steps = R"(
  - register_client: {}
  - record_movement: {request: R, relative: "50"}
    lose_reply: after_answer
  - record_movement: {request: R, relative: "50"}
    expect: {either: [{accepted: true}, {refused: true, contains: duplicate metric movement request}]}
  - audit: {}
)";
  EXPECT_EQ(play(fake, steps).verdict, Verdict::pass);
}

TEST(RestRun, StepsThatNeedWhatIsNotThereAreNotApplicable) {
  FakeFeed fake;  // its next_cursor is null always
  const std::string steps = R"(
  - push_customers: {}
  - list_customers: {customer_id: "{C}", one_page: true}
    keep: {cursor: PATH}
  - push_customers: {with: {customer_id: "{D}"}}
    expect: accepted
  - list_customers: {cursor: "!{kept:cursor}"}
    expect: {refused: true}
)";
  const auto with_path = [&](const std::string &path) {
    std::string text = steps;
    return text.replace(text.find("PATH"), 4, path);
  };
  const results::Scenario without = play(fake, with_path("meta.next_cursor"));
  EXPECT_EQ(without.verdict, Verdict::not_applicable);
  EXPECT_EQ(without.reason, "step 4 needs what is not there: the reply of list_customers has null as meta.next_cursor");
  EXPECT_EQ(without.steps.size(), 3U) << "what does not need it is played";
  EXPECT_THAT(play(fake, with_path("data.0.no_such_member")).reason, HasSubstr("has no data.0.no_such_member"));
  const results::Scenario with = play(fake, with_path("data.0.customer_id"));
  EXPECT_EQ(with.steps.size(), 4U) << "it is there: the step is played, and judged";
  EXPECT_EQ(with.verdict, Verdict::fail);
}

TEST(RestRun, AWarningWeighsMoreThanStepsThatAreNotApplicable) {
  FakeFeed fake;
  const std::string steps = R"(
  - list_customers: {per_page: 1}
    expect: {accepted: true, also: {feed.list.cursor-offered: {body: {meta.next_cursor: {is: string}}}}}
    keep: {cursor: meta.next_cursor}
  - list_customers: {cursor: "{kept:cursor}"}
    expect: accepted
)";
  const results::Scenario scenario = play(fake, steps);
  EXPECT_EQ(scenario.verdict, Verdict::warn);
  EXPECT_THAT(scenario.reason, HasSubstr("meta.next_cursor of the body"));
}

TEST(RestRun, ABrokenShouldIsAWarning) {
  FakeMovements fake;
  const std::string steps = R"(
  - record_movement: {relative: "50"}
    expect: {refused: true, also: {movements.player.unknown-refused.code: {status: 410}}}
)";
  const results::Scenario scenario = play(fake, steps);
  EXPECT_EQ(scenario.verdict, Verdict::warn);
  EXPECT_THAT(scenario.reason, HasSubstr("expected 410, got 404"));
}

TEST(RestRun, AWrongAnswerIsToldOnce) {
  FakeMovements fake;
  const std::string steps = R"(
  - register_client: {}
  - record_movement: {relative: "50"}
    requirement: OWN
    expect: {refused: true, also: {OTHER: {status: 409}}}
)";
  const auto checks = [&](const std::string &own, const std::string &other) {
    std::string text = steps;
    text.replace(text.find("OWN"), 3, own);
    text.replace(text.find("OTHER"), 5, other);
    std::vector<Verdict> verdicts;
    const results::Scenario scenario = play(fake, text);
    for (const results::Check &check : scenario.steps.back().checks) verdicts.push_back(check.verdict);
    return verdicts;
  };
  const std::string must = "movements.request-id.duplicate-refused";
  const std::string should = "movements.request-id.duplicate-refused.code";
  EXPECT_THAT(checks(must, should), ElementsAre(Verdict::fail, Verdict::blocked)) << "it was accepted: nothing to add";
  EXPECT_THAT(checks(should, should), ElementsAre(Verdict::warn, Verdict::blocked));
  EXPECT_THAT(checks(should, must), ElementsAre(Verdict::warn, Verdict::fail)) << "the graver one is told";
  std::string text = steps;
  text.replace(text.find("OWN"), 3, must);
  text.replace(text.find("OTHER"), 5, should);
  EXPECT_THAT(play(fake, text).steps.back().checks.back().actual, HasSubstr("not judged"));
}

TEST(RestRun, WhatTheTargetFileDoesNotNameIsSkippedWithWhatToAdd) {
  FakeFeed fake;
  const results::Scenario scenario =
      play(fake, "  - push_customers: {}\n", "needs: {target: [affiliate_ids.2, expired_token]}\n");
  EXPECT_EQ(scenario.verdict, Verdict::skip);
  EXPECT_EQ(scenario.hint, "add feed.affiliate_ids.2 to the target file");
}

TEST(RestRun, NoTokenNorKeyStandsInAReport) {
  FakeFeed feed;
  FakeMovements movements;
  for (const results::Scenario &scenario :
       {play(feed, "  - get_token: {}\n  - push_customers: {}\n"), play(movements, "  - register_client: {}\n"),
        play(feed,
             "  - get_token: {credentials: wrong secret}\n    expect: {report: true}\n"
             "  - get_token: {credentials: wrong id}\n    expect: {report: true}\n"
             "  - get_token: {credentials: body}\n    expect: {report: true}\n"
             "  - list_customers: {token: damaged}\n    expect: {report: true}\n"),
        play(movements,
             "  - list_clients: {key: cut}\n    expect: {report: true}\n"
             "  - list_clients: {key: wrong}\n    expect: {report: true}\n"
             "  - list_clients: {key: other case}\n    expect: {report: true}\n")}) {
    results::Results results;
    results.scenarios.push_back(scenario);
    const std::string text = wire::to_text(results::to_json(results));
    EXPECT_THAT(text, Not(HasSubstr("token-number-")));
    for (const char *secret : {"secret-Key", "secret-Ke", "SECRET-kEY", "YWNtZTpvcGVuLXNlc2FtZ"})
      EXPECT_THAT(text, Not(HasSubstr(secret)));
    EXPECT_THAT(text, Not(HasSubstr("open-sesame")));
  }
}

TEST(RestRun, ForEachTakesTheFieldsOfASchema) {
  const std::string text =
      "id: feed.x.y\ntitle: t\nrequirements: [feed.upsert.customer]\n"
      "for_each: {field: required of feed/customer}\n"
      "steps:\n  - push_customers: {without: [\"{field}\"]}\n";
  const std::vector<Scenario> scenarios = load_scenarios(std::string_view(text), "x.yaml");
  ASSERT_EQ(scenarios.size(), 4U);
  EXPECT_EQ(scenarios.front().id, "feed.x.y[field=customer_id]");
}

TEST(RestRun, AMisspeltCallIsToldWithTheNearest) {
  const std::string text =
      "id: feed.x.y\ntitle: t\nrequirements: [feed.upsert.customer]\nsteps:\n  - push_customer: {}\n";
  try {
    load_scenarios(std::string_view(text), "x.yaml");
    FAIL();
  } catch (const files::FileErrors &errors) {
    EXPECT_THAT(errors.what(),
                HasSubstr("x.yaml:5:5: `push_customer` is no action of the contract `feed`: did you mean "
                          "`push_customers`?"));
  }
}

}  // namespace
}  // namespace pitboss::scenario
