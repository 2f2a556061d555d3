#include "simulator/demo/demo.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "schemas/wire/whole_number.hpp"

namespace pitboss::demo {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

constexpr std::string_view to_string(Showpiece::Verdict verdict) {
  if (verdict == Showpiece::Verdict::none) return "none";
  return verdict == Showpiece::Verdict::right ? "right" : "wrong";
}

Json to_json(const Showpiece &showpiece) {
  JsonArray story;
  for (const Showpiece::Line &line : showpiece.story)
    story.emplace_back(JsonObject{{"at", wire::to_iso8601(line.at)},
                                  {"text", line.text},
                                  {"exchange", line.exchange.empty() ? Json() : Json(line.exchange)}});
  return JsonObject{{"player", showpiece.player},
                    {"balance", showpiece.balance},
                    {"charges", showpiece.charges},
                    {"verdict", to_string(showpiece.verdict)},
                    {"story", std::move(story)}};
}

}  // namespace

std::optional<int> read_speed(const wire::Decimal &times) {
  const wire::Decimal hundredths = times * wire::Decimal(Pace::normal);
  if (hundredths < wire::Decimal(Pace::slowest) || hundredths > wire::Decimal(Pace::fastest)) return std::nullopt;
  const auto whole = wire::whole_number(hundredths.to_string());
  return whole ? std::optional(static_cast<int>(*whole)) : std::nullopt;
}

Demo::Demo(const target::TargetFile &target, Clock &clock, int speed, Hooks hooks)
    : hooks_(std::move(hooks)), pace_(clock, speed), partner_(target), scenes_(all_scenes()) {}

Demo::~Demo() {
  stop();
}

void Demo::start() {
  thread_ = std::thread([this] { run(); });
}

void Demo::stop() {
  pace_.stop();
  if (hooks_.cancel_check) hooks_.cancel_check();
  if (thread_.joinable()) thread_.join();
}

void Demo::run() {
  for (bool again = true; again;) {
    again = false;
    try {
      play();
    } catch (const Restarted &) {
      again = true;
    } catch (const Stopped &) {
    }
  }
  update([this] { ended_ = true; });
}

void Demo::play() {
  update([this] {
    finished_ = false;
    showpiece_ = {};
  });
  const Stage stage{.partner = partner_,
                    .pace = pace_,
                    .say = [this](const std::string &story) { update([&] { story_ = story; }); },
                    .check = hooks_.check};
  for (std::size_t number = 1; number <= scenes_.size(); ++number) {
    begin_scene(number);
    scenes_[number - 1].play(stage);
  }
  update([this] {
    finished_ = true;
    story_ = "The partner is live: a bet, a sync and a report now and then";
  });
  constexpr std::chrono::milliseconds now_and_then{1'000};
  for (;;) {
    pace_.beat(now_and_then);
    everyday_requests(partner_);
  }
}

void Demo::begin_scene(std::size_t number) {
  update([&] {
    scene_ = number;
    story_.clear();
  });
}

void Demo::lose_reply(bool faulty) {
  const auto done = [this] { update([this] { ++showpieces_done_; }); };
  try {
    perform(partner_, pace_, faulty, hooks_.turn_fault,
            [this](const Showpiece &shown) { update([&] { showpiece_ = shown; }); });
  } catch (...) {
    done();
    throw;
  }
  done();
}

void Demo::update(const std::function<void()> &change) {
  {
    const std::lock_guard lock(mutex_);
    change();
  }
  changed_.notify_all();
  tell();
}

/// One after the other, so that what is told last is what is so.
void Demo::tell() {
  const std::lock_guard lock(telling_);
  if (hooks_.changed) hooks_.changed(to_text(state()));
}

void Demo::wait_until_finished() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return finished_ || ended_; });
}

void Demo::wait_for_showpiece() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return showpieces_done_ == showpieces_asked_ || ended_; });
}

Json Demo::state() const {
  const bool paused = pace_.is_paused();
  const int speed = pace_.speed();
  const std::lock_guard lock(mutex_);
  JsonArray scenes;
  for (std::size_t number = 1; number <= scenes_.size(); ++number) {
    const bool done = number < scene_ || finished_;
    scenes.emplace_back(JsonObject{{"number", number},
                                   {"title", scenes_[number - 1].title},
                                   {"state", done               ? "done"
                                             : number == scene_ ? "playing"
                                                                : "waiting"}});
  }
  const Json scene =
      scene_ == 0 ? Json()
                  : Json(JsonObject{{"number", scene_}, {"title", scenes_[scene_ - 1].title}, {"story", story_}});
  return JsonObject{{"state", paused      ? "paused"
                              : finished_ ? "finished"
                                          : "running"},
                    {"speed", wire::Decimal::from_units(speed, 2)},
                    {"scene", scene},
                    {"scenes", std::move(scenes)},
                    {"showpiece", to_json(showpiece_)}};
}

Json Demo::command(const Json &command) {
  const Json *action = command.find("action"), *faulty = command.find("faulty");
  const std::string name = action == nullptr || action->string() == nullptr ? std::string() : *action->string();
  if (name == "pause") {
    pace_.pause(true);
  } else if (name == "resume") {
    pace_.pause(false);
  } else if (name == "step") {
    pace_.step();
  } else if (name == "speed") {
    const Json *times = command.find("speed");
    const auto decimal = times == nullptr ? std::nullopt : times->decimal();
    const auto speed = decimal ? read_speed(*decimal) : std::nullopt;
    if (!speed) throw std::invalid_argument(std::string("speed: must be ") + speeds);
    pace_.set_speed(*speed);
  } else if (name == "restart") {
    if (hooks_.cancel_check) hooks_.cancel_check();
    pace_.restart();
  } else if (name == "lose-reply") {
    const bool with_fault = faulty != nullptr && faulty->boolean() != nullptr && *faulty->boolean();
    update([this] { ++showpieces_asked_; });
    pace_.run([this, with_fault] { lose_reply(with_fault); });
  } else {
    throw std::invalid_argument(
        fmt::format("action: \"{}\" is none; it must be pause, resume, step, speed, restart or lose-reply", name));
  }
  tell();
  return state();
}

}  // namespace pitboss::demo
