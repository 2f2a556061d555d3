#include "simulator/demo/demo.hpp"

#include <fstream>
#include <future>

#include "browser.hpp"
#include "schemas/formats/results.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/demo/quick_clock.hpp"

/// The whole demo against a server in this process: the clock of its pace passes by itself.
namespace pitboss::demo {
namespace {

using test::Browser;
using testing::Each;
using testing::HasSubstr;
using wire::Json;
using wire::JsonObject;

std::string text(const Json &json, std::string_view name) {
  const Json *member = json.find(name);
  if (member == nullptr) return "(none)";
  return member->string() != nullptr ? *member->string() : to_text(*member);
}

class RunningDemo : public testing::Test {
 protected:
  ~RunningDemo() override { demo_.stop(); }

  std::string turn(const std::string &fault, bool on) {
    std::promise<std::string> turned;
    server_.server().turn_fault(fault, on, [&](const std::string &error) { turned.set_value(error); });
    return turned.get_future().get();
  }

  Json lose_reply(bool faulty) {
    demo_.command(JsonObject{{"action", "lose-reply"}, {"faulty", faulty}});
    demo_.wait_for_showpiece();
    return *demo_.state().find("showpiece");
  }

  /// Waits until the partner tells another story than `story`.
  std::string story_after(const std::string &story) {
    std::unique_lock lock(mutex_);
    told_.wait(lock, [&] { return story_ != story; });
    return story_;
  }

  void changed(const std::string &json) {
    const Json state = std::get<Json>(wire::parse_json(json));
    const Json *scene = state.find("scene");
    const std::string story = scene->is_null() ? "" : text(*scene, "story");
    const std::lock_guard lock(mutex_);
    if (!story.empty()) story_ = story;
    told_.notify_all();
  }

  /// What `pitboss check` leaves below --reports.
  bool check(const std::string &contract) {
    results::Results run;
    run.run.id = contract;
    run.run.finished_at = now();
    run.run.target = target_.redacted;
    run.verdict = conformant_ ? results::RunVerdict::conformant : results::RunVerdict::nonconformant;
    run.requirements.push_back({.id = contract + ".a.b",
                                .contract = contract,
                                .level = results::Level::must,
                                .sentence = "S.",
                                .page = "p",
                                .source = {"seed"},
                                .verdict = results::Verdict::pass,
                                .reason = {},
                                .scenarios = {}});
    std::filesystem::create_directory(reports_.path() / contract);
    std::ofstream(reports_.path() / contract / "results.json") << to_text(to_json(run));
    completed();  // the folder is looked at
    if (spoils_ && contract == "feed")
      Browser(server_).post("/dashboard/v1/misbehaviours",
                            R"({"contract":"wallet","on":["debit"],"do":["server_error"],"count":1})");
    return conformant_;
  }

  /// "8 of 8" for each contract.
  std::vector<std::string> completed() {
    std::vector<std::string> all;
    const test::Shown progress = Browser(server_).get("/onboarding/v1/progress");
    for (const Json &partner : *progress.body.find("partners")->array())
      all.push_back(text(partner, "completed") + " of " + text(partner, "total"));
    return all;
  }

  /// The server's time is the demo's.
  wire::TimePoint now() const { return began_ + clock_.passed(); }

  reference::ServerOptions options() {
    reference::ServerOptions options = test::with_dashboard();
    options.dashboard.reports = reports_.path();
    options.dashboard.now = [this] { return now(); };
    return options;
  }

  const wire::TimePoint began_ = wire::now();
  const test::TemporaryFolder reports_;
  QuickClock clock_;
  bool conformant_ = true;
  bool spoils_ = false;  // a request of the minute that comes next
  std::mutex mutex_;
  std::condition_variable told_;
  std::string story_;
  test::RunningServer server_{options()};
  target::TargetFile target_ = target::load_target(server_.target_file(), target::process_environment());
  Demo demo_{target_,
             clock_,
             Pace::normal,
             {.turn_fault = [this](const std::string &fault, bool on) { return turn(fault, on); },
              .check = [this](const std::string &contract) { return check(contract); },
              .cancel_check = [] {},
              .changed = [this](const std::string &json) { changed(json); }}};
};

TEST_F(RunningDemo, ShowsEveryStepOfEachContract) {
  demo_.start();
  demo_.wait_until_finished();
  const Json state = demo_.state();
  EXPECT_EQ(text(state, "state"), "finished");
  for (const Json &scene : *state.find("scenes")->array()) EXPECT_EQ(text(scene, "state"), "done");
  EXPECT_THAT(completed(), Each("8 of 8"));
}

/// The suite finds the server wrong: what comes after it does not make up for that.
TEST_F(RunningDemo, TheLastStepStaysOpenWithoutACleanRun) {
  conformant_ = false;
  demo_.start();
  demo_.wait_until_finished();
  EXPECT_THAT(completed(), Each("7 of 8"));
}

TEST_F(RunningDemo, AMinuteWithAFailureBeginsAnew) {
  spoils_ = true;
  demo_.start();
  demo_.wait_until_finished();
  EXPECT_THAT(completed(), Each("8 of 8"));
}

TEST_F(RunningDemo, ALostReplyIsChargedOnce) {
  demo_.start();
  const Json showpiece = lose_reply(false);
  EXPECT_EQ(text(showpiece, "verdict"), "right");
  EXPECT_EQ(text(showpiece, "charges"), "1");
  EXPECT_EQ(text(showpiece, "balance"), "9990.00");
  EXPECT_EQ(text(showpiece, "player"), "player-0004");
  EXPECT_THAT(to_text(showpiece), AllOf(HasSubstr("Sent again, with the same ids: answered 200"),
                                        HasSubstr("charged once: 9990.00 is 10000.00 less 10.00")));
}

TEST_F(RunningDemo, WithTheFaultItIsChargedTwiceAndTheStoryNamesWhatIsBroken) {
  demo_.command(JsonObject{{"action", "pause"}});  // a pause does not hold the showpiece up
  demo_.start();
  const Json showpiece = lose_reply(true);
  EXPECT_EQ(text(showpiece, "verdict"), "wrong");
  EXPECT_EQ(text(showpiece, "charges"), "2");
  EXPECT_EQ(text(showpiece, "balance"), "9980.00");
  EXPECT_THAT(to_text(showpiece), AllOf(HasSubstr("the balance must be 9990.00 and is 9980.00"),
                                        HasSubstr("wallet.replay.applies-once"), HasSubstr("wallet.md, rule 5")));
  EXPECT_EQ(text(lose_reply(false), "verdict"), "right");  // the fault is off again
}

/// The verdict is from the balances: nobody told the demo of the fault.
TEST_F(RunningDemo, AFaultThatItDoesNotKnowOfIsFound) {
  EXPECT_EQ(turn("replay-applies-again", true), "");
  demo_.start();
  EXPECT_EQ(text(lose_reply(false), "verdict"), "wrong");
}

TEST_F(RunningDemo, TheStoryLeadsToTheExchanges) {
  demo_.start();
  const Json showpiece = lose_reply(false);
  std::vector<std::string> ids;
  for (const Json &line : *showpiece.find("story")->array())
    if (!line.find("exchange")->is_null()) ids.push_back(text(line, "exchange"));
  ASSERT_EQ(ids.size(), 2U);
  EXPECT_NE(ids[0], ids[1]);
  for (const std::string &id : ids)
    EXPECT_THAT(Browser(server_).get("/dashboard/v1/exchange?id=" + id).text, HasSubstr("showpiece-"));
}

TEST_F(RunningDemo, IsPausedStepByStep) {
  demo_.command(JsonObject{{"action", "pause"}});
  demo_.start();
  const std::string first = story_after("");
  EXPECT_EQ(text(demo_.state(), "state"), "paused");
  demo_.command(JsonObject{{"action", "step"}});
  const std::string second = story_after(first);
  EXPECT_THAT(second, HasSubstr("Two customers"));
  demo_.command(JsonObject{{"action", "resume"}});
  demo_.wait_until_finished();
}

TEST_F(RunningDemo, BeginsAnew) {
  demo_.start();
  demo_.wait_until_finished();
  lose_reply(false);
  demo_.command(JsonObject{{"action", "restart"}});
  EXPECT_THAT(story_after(text(*demo_.state().find("scene"), "story")), testing::Not(testing::IsEmpty()));
}

TEST_F(RunningDemo, EndsWhileItIsPaused) {
  demo_.command(JsonObject{{"action", "pause"}});
  demo_.start();
  story_after("");
  demo_.stop();
  demo_.stop();
}

TEST_F(RunningDemo, RefusesWhatIsNoCommand) {
  const auto refusal = [&](const Json &command) -> std::string {
    try {
      demo_.command(command);
      return "accepted";
    } catch (const std::invalid_argument &error) {
      return error.what();
    }
  };
  EXPECT_THAT(refusal(JsonObject{{"action", "jump"}}), HasSubstr("pause, resume, step"));
  EXPECT_THAT(refusal(JsonObject{}), HasSubstr("action"));
  for (const Json &speed : {Json(0), Json(101), Json(wire::JsonNumber{"0.125"}), Json("5"), Json()})
    EXPECT_THAT(refusal(JsonObject{{"action", "speed"}, {"speed", speed}}), HasSubstr("from 0.1 to 100"));
  EXPECT_EQ(refusal(JsonObject{{"action", "speed"}, {"speed", 5}}), "accepted");
  EXPECT_EQ(text(demo_.state(), "speed"), "5");
  EXPECT_EQ(refusal(JsonObject{{"action", "speed"}, {"speed", wire::JsonNumber{"0.25"}}}), "accepted");
  EXPECT_EQ(text(demo_.state(), "speed"), "0.25");
}

}  // namespace
}  // namespace pitboss::demo
