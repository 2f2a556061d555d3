#include "simulator/traffic/threshold.hpp"

#include <stdexcept>

namespace pitboss::traffic {
namespace {

using testing::HasSubstr;
using Of = Threshold::Of;
using Is = Threshold::Is;

TEST(Threshold, ReadsLatencies) {
  const Threshold threshold = parse_threshold("p99.9 < 50ms");
  EXPECT_EQ(threshold.of, Of::percentile);
  EXPECT_EQ(threshold.percentile, 99.9);
  EXPECT_EQ(threshold.is, Is::less);
  EXPECT_EQ(threshold.limit, 50'000);
  EXPECT_EQ(threshold.text, "p99.9<50ms");
  EXPECT_EQ(parse_threshold("max<=2s").limit, 2'000'000);
  EXPECT_EQ(parse_threshold("mean<800us").limit, 800);
}

TEST(Threshold, ReadsRatesAndErrors) {
  EXPECT_EQ(parse_threshold("rate>=2000").of, Of::rate);
  EXPECT_EQ(parse_threshold("rate>=2000").is, Is::at_least);
  EXPECT_EQ(parse_threshold("errors==0").is, Is::equal);
  EXPECT_EQ(parse_threshold("error_share<0.5%").limit, 0.5);
}

TEST(Threshold, Compares) {
  EXPECT_TRUE(parse_threshold("rate>10").holds(11));
  EXPECT_FALSE(parse_threshold("rate>10").holds(10));
  EXPECT_TRUE(parse_threshold("rate>=10").holds(10));
  EXPECT_FALSE(parse_threshold("p50<1ms").holds(1'000));
  EXPECT_TRUE(parse_threshold("p50<=1ms").holds(1'000));
  EXPECT_FALSE(parse_threshold("errors==0").holds(1));
}

TEST(Threshold, SaysWhatIsWrongWithIt) {
  for (const auto &[text, part] :
       std::vector<std::pair<std::string, std::string>>{{"p99", "no comparison"},
                                                        {"p99<>5ms", "no comparison"},
                                                        {"p99<50", "needs its unit"},
                                                        {"p101<5ms", "end at p100"},
                                                        {"speed>1", "begins with"},
                                                        {"rate>=fast", "a number"},
                                                        {"rate>=5ms", "cannot stand"},
                                                        {"error_share<1", "needs its unit"}}) {
    try {
      parse_threshold(text);
      ADD_FAILURE() << text;
    } catch (const std::invalid_argument &error) {
      EXPECT_THAT(error.what(), HasSubstr(part));
      EXPECT_THAT(error.what(), HasSubstr("such as p99<50ms"));
    }
  }
}

}  // namespace
}  // namespace pitboss::traffic
