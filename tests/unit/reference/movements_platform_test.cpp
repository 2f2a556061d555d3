#include "reference_impl/movements/platform_file.hpp"
#include "schemas/files/yaml_file.hpp"
#include "tests/support/temporary_folder.hpp"

/// The configuration of the platform: what the default offers, and how a file that is wrong is told.
namespace pitboss::reference::movements {
namespace {

using testing::ElementsAre;

std::vector<std::string> errors_of(const std::string &text) {
  std::vector<std::string> messages;
  try {
    parse_platform(text, "p.yaml");
  } catch (const files::FileErrors &errors) {
    for (const files::FileError &error : errors.errors()) messages.push_back(error.to_string());
  }
  return messages;
}

const std::string right = R"(brands:
  - {id: 6F1C2A34-5b0e-4d3c-9a52-7c1d5f3f5a01}
affiliates:
  - {id: a}
metrics:
  - {code: ngr, data_type: decimal}
  - {code: bets, data_type: integer}
  - {code: old, data_type: decimal, archived: true}
offers:
  - {id: o, brand: 6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01, revshare: {metric: ngr, rate: "0.25"}}
clicks:
  - {id: c, affiliate: a, offer: o}
)";

std::string with(const std::string &old_part, const std::string &new_part) {
  std::string text = right;
  return text.replace(text.find(old_part), old_part.size(), new_part);
}

TEST(PlatformFile, TheDefaultHasAllThatACertificationNeeds) {
  const Platform platform = default_platform();
  EXPECT_GE(platform.brands.size(), 2U);
  EXPECT_GE(platform.clicks.size(), 2U);
  const auto usable = std::count_if(platform.metrics.begin(), platform.metrics.end(),
                                    [](const Metric &metric) { return !metric.archived; });
  EXPECT_GE(usable, 21) << "the limit of 20 metrics cannot be tested with fewer";
  EXPECT_LT(static_cast<std::size_t>(usable), platform.metrics.size()) << "none is archived";
  const RevShare *revshare = platform.revshare_of(platform.clicks[0].id, platform.brands[0].id);
  ASSERT_NE(revshare, nullptr);
  EXPECT_FALSE(revshare->rate.is_zero());
}

TEST(PlatformFile, IsRead) {
  const Platform platform = parse_platform(right, "p.yaml");
  EXPECT_NE(platform.find_brand("6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01"), nullptr) << "kept in lower case";
  EXPECT_EQ(platform.find_metric("bets")->data_type, DataType::integer);
  EXPECT_TRUE(platform.find_metric("old")->archived);
  EXPECT_EQ(platform.find_metric("NGR"), nullptr);
  EXPECT_EQ(platform.revshare_of("c", platform.brands[0].id)->rate, *Decimal::parse("0.25"));
  EXPECT_EQ(platform.revshare_of("c", "another"), nullptr);
  EXPECT_EQ(platform.revshare_of("another", platform.brands[0].id), nullptr);
}

TEST(PlatformFile, FaultsHaveTheirPlaces) {
  EXPECT_THAT(errors_of(right), ElementsAre());
  EXPECT_THAT(errors_of(with("code: bets", "code: ngr")), ElementsAre("p.yaml:7:12: `ngr` stands in line 6 already"));
  EXPECT_THAT(errors_of(with("affiliate: a", "affiliate: b")),
              ElementsAre("p.yaml:12:24: there is no `b` in `affiliates`"));
  EXPECT_THAT(errors_of(with("offer: o", "offer: O")), ElementsAre("p.yaml:12:34: there is no `O` in `offers`"));
  EXPECT_THAT(errors_of(with("metric: ngr", "metric: ggr")),
              ElementsAre("p.yaml:10:77: there is no `ggr` in `metrics`"));
  EXPECT_THAT(errors_of(with("metric: ngr", "metric: bets")),
              ElementsAre("p.yaml:10:77: `bets` is an integer metric; RevShare needs a decimal metric that is in use"));
  EXPECT_THAT(errors_of(with("metric: ngr", "metric: old")),
              ElementsAre("p.yaml:10:77: `old` is archived; RevShare needs a decimal metric that is in use"));
  EXPECT_THAT(errors_of(with("\"0.25\"", "\"1.01\"")),
              ElementsAre("p.yaml:10:88: a rate is at most 1, the whole of the metric"));
  EXPECT_THAT(errors_of(with("brand: 6f1c", "brand: 7f1c")),
              ElementsAre("p.yaml:10:20: there is no `7f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01` in `brands`"));
}

TEST(PlatformFile, TheSchemaIsObeyed) {
  EXPECT_EQ(errors_of(with("code: ngr", "code: Ngr")).size(), 1U);
  EXPECT_EQ(errors_of(with("\"0.25\"", "0.25")).size(), 1U) << "a rate is a text, so that no digit is lost";
  EXPECT_EQ(errors_of(with("data_type: integer", "data_type: number")).size(), 1U);
  EXPECT_EQ(errors_of(with("archived", "archive")).size(), 1U);
  EXPECT_EQ(errors_of("brands: []\n").size(), 3U);
}

TEST(PlatformFile, IsReadFromDisk) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(read_platform(folder.write("platform.yaml", right)).metrics.size(), 3U);
  EXPECT_THROW(read_platform(folder.path() / "none.yaml"), files::FileErrors);
}

}  // namespace
}  // namespace pitboss::reference::movements
