// The journal's file: what is written comes back, and what is wrong is told with its line.
#include "schemas/catalogue/catalogue.hpp"
#include "tests/unit/referee/journal_builder.hpp"

namespace pitboss::referee {
namespace {

const std::string header =
    R"({"format":"pitboss.journal/1","contracts":["wallet"],"started_at":"2026-11-25T12:00:00Z"})";
const std::string exchange =
    R"({"received_at":"2026-11-25T12:00:01.000250Z","replied_at":"2026-11-25T12:00:01.5Z","method":"POST",)"
    R"("path":"/v1/balance","headers":[["A","b"]],"body":"{}","reply":{"status":200,"headers":[],"body":"x"}})";

std::string error_of(const std::string &text) {
  try {
    journal::parse_journal(text, "j.jsonl");
  } catch (const journal::JournalError &error) {
    return error.what();
  }
  return "no error";
}

TEST(Journal, WhatIsWrittenComesBack) {
  JournalBuilder builder("wallet");
  builder.journal.seed = 7;
  builder.journal.script = "wallet";
  journal::Exchange &written = builder.add("/v1/balance", "\xff\x01 no UTF-8", 0);
  written.rule = "reply lost";
  written.action = "lose_reply_after_commit";
  written.signature_right = true;
  written.received_at += std::chrono::microseconds(7);
  written.replied_at += std::chrono::microseconds(9);
  const std::string text = journal::header_line(builder.journal) + "\n" + journal::exchange_line(written) + "\n" +
                           journal::end_line(builder.now + std::chrono::seconds(1)) + "\n";
  const journal::JournalFile read = journal::parse_journal(text, "j");
  EXPECT_FALSE(read.cut_line);
  EXPECT_EQ(read.journal.seed, 7U);
  EXPECT_EQ(read.journal.ended_at, builder.now + std::chrono::seconds(1));
  ASSERT_EQ(read.journal.exchanges.size(), 1U);
  const journal::Exchange &back = read.journal.exchanges.front();
  EXPECT_EQ(back.body, written.body);
  EXPECT_EQ(back.received_at, written.received_at);
  EXPECT_EQ(back.rule, written.rule);
  EXPECT_EQ(back.signature_right, written.signature_right);
  EXPECT_FALSE(back.reply);
  EXPECT_EQ(back.delivery, journal::Delivery::none);
}

TEST(Journal, ACutLastLineIsPassedOver) {
  const journal::JournalFile read = journal::parse_journal(header + "\n" + exchange + "\n{\"received_at\":\"20", "j");
  EXPECT_EQ(read.cut_line, 3U);
  EXPECT_EQ(read.journal.exchanges.size(), 1U);
  EXPECT_EQ(read.journal.ended_at, read.journal.exchanges.front().replied_at);
}

TEST(Journal, FaultsAreToldWithTheirLine) {
  using testing::HasSubstr;
  EXPECT_THAT(error_of(""), HasSubstr("j.jsonl:1: a journal begins with"));
  EXPECT_THAT(error_of("{}\n"), HasSubstr("j.jsonl:1: `format`"));
  EXPECT_THAT(error_of(R"({"format":"pitboss.journal/9"})"), HasSubstr("this program reads pitboss.journal/1"));
  EXPECT_THAT(error_of(header + "\n[]\n"), HasSubstr("j.jsonl:2: each line of a journal is a JSON object"));
  EXPECT_THAT(error_of(header + "\n{oops}\n" + exchange + "\n"), HasSubstr("j.jsonl:2: column 2"));
  EXPECT_THAT(error_of(header + "\n{\"received_at\":\"noon\"}\n"),
              HasSubstr("j.jsonl:2: `received_at` must be a time"));
  EXPECT_THAT(error_of(header + "\n{\"ended_at\":\"2026-11-25T12:00:00Z\"}\n" + exchange + "\n"),
              HasSubstr("j.jsonl:3: nothing follows"));
}

TEST(Journal, EveryRequirementOfAClientHasAnOpinion) {
  for (const std::string contract : {"wallet", "feed", "movements"}) {
    JournalBuilder builder(contract);
    const results::Results results = to_results(builder.journal, "pitboss referee");
    EXPECT_EQ(results.verdict, results::RunVerdict::incomplete);
    for (const results::Scenario &one : results.scenarios) {
      EXPECT_EQ(one.verdict, results::Verdict::skip) << one.id;
      EXPECT_THAT(one.reason, testing::StartsWith("not observed: "));
      EXPECT_THAT(one.reason + one.hint, testing::HasSubstr("the client has to "));
    }
  }
}

TEST(Journal, ABrokenShouldIsAWarning) {
  JournalBuilder builder("movements");
  for (const char *type : {"absolute", "relative"})
    builder.add("/tracking/client-metric-movement/v1",
                std::string(R"({"externalClientId":"P","metrics":[{"code":"ngr","type":")") + type + R"("}]})", 200);
  for (const results::RequirementResult &one : to_results(builder.journal, "").requirements)
    if (one.id == "movements.client.one-way") {
      EXPECT_EQ(one.verdict, results::Verdict::warn) << one.reason;
    }
}

}  // namespace
}  // namespace pitboss::referee
