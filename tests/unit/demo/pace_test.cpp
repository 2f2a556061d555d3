#include "simulator/demo/pace.hpp"

#include <future>
#include <thread>

#include "tests/unit/demo/quick_clock.hpp"

/// Waiting, and what comes in between.
namespace pitboss::demo {
namespace {

using std::chrono::milliseconds;

TEST(Pace, ABeatIsShorterTheFasterItGoes) {
  QuickClock clock;
  Pace pace(clock, Pace::normal);
  pace.beat(milliseconds(1000));
  EXPECT_EQ(clock.passed(), milliseconds(1000));
  pace.set_speed(4 * Pace::normal);
  pace.beat(milliseconds(1000));
  EXPECT_EQ(clock.passed(), milliseconds(1250));
  pace.set_speed(Pace::normal / 4);
  pace.beat(milliseconds(1000));
  EXPECT_EQ(clock.passed(), milliseconds(5250));
  pace.real_beat(milliseconds(1000));
  EXPECT_EQ(clock.passed(), milliseconds(6250));
}

TEST(Pace, SpeedStaysInItsRange) {
  QuickClock clock;
  Pace pace(clock, Pace::normal);
  pace.set_speed(0);
  EXPECT_EQ(pace.speed(), Pace::slowest);
  pace.set_speed(1'000'000);
  EXPECT_EQ(pace.speed(), Pace::fastest);
}

TEST(Pace, AStepIsOneBeatOfAPause) {
  QuickClock clock;
  Pace pace(clock, Pace::normal);
  pace.step();
  pace.step();
  pace.beat(milliseconds(1000));
  pace.beat(milliseconds(1000));
  EXPECT_EQ(clock.passed(), milliseconds(0));
  EXPECT_TRUE(pace.is_paused());
  std::promise<void> third;
  std::thread thread([&] {
    pace.beat(milliseconds(1000));
    third.set_value();
  });
  std::future<void> done = third.get_future();
  EXPECT_EQ(done.wait_for(milliseconds(0)), std::future_status::timeout);
  pace.pause(false);
  done.get();
  thread.join();
  EXPECT_EQ(clock.passed(), milliseconds(1000));
}

TEST(Pace, ErrandsAreRunInAPauseAndHaveBeatsOfTheirOwn) {
  QuickClock clock;
  Pace pace(clock, Pace::normal);
  pace.pause(true);
  pace.run([&] {
    pace.beat(milliseconds(500));
    pace.pause(false);
  });
  pace.beat(milliseconds(0));
  EXPECT_EQ(clock.passed(), milliseconds(500));
}

TEST(Pace, AnEndAndANewBeginningUnwind) {
  QuickClock clock;
  Pace pace(clock, Pace::normal);
  pace.pause(true);
  pace.restart();
  EXPECT_THROW(pace.beat(milliseconds(1)), Restarted);
  pace.beat(milliseconds(1));
  pace.run([&] { pace.beat(milliseconds(1)); });
  pace.stop();
  EXPECT_THROW(pace.beat(milliseconds(1)), Stopped);
}

TEST(Pace, AnEndWakesWhoIsPaused) {
  Clock clock;
  Pace pace(clock, Pace::normal);
  pace.pause(true);
  std::thread thread([&] { EXPECT_THROW(pace.beat(milliseconds(1)), Stopped); });
  pace.stop();
  thread.join();
}

}  // namespace
}  // namespace pitboss::demo
