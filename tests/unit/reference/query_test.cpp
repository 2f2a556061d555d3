#include "reference_impl/http/query.hpp"

namespace pitboss::reference::http {
namespace {

std::string value(std::string_view query, std::string_view name) {
  return Query(query).value(name).value_or("none");
}

TEST(Query, IsDecoded) {
  EXPECT_EQ(value("a=1&b=x%20y+z&c", "b"), "x y z");
  EXPECT_EQ(value("a=%C3%A4%3d%26%2B", "a"), "\xC3\xA4=&+");
  EXPECT_EQ(value("a%5B%5d=1", "a[]"), "1");
  EXPECT_EQ(value("a=b=c", "a"), "b=c");
}

TEST(Query, AParameterWithoutValueIsNone) {
  for (const char *query : {"", "&", "=", "a", "a=", "&&a&", "b=a"}) EXPECT_EQ(value(query, "a"), "none") << query;
}

TEST(Query, TheFirstCounts) {
  EXPECT_EQ(value("a=1&a=2", "a"), "1");
  EXPECT_EQ(value("A=1", "a"), "none") << "the case counts";
}

TEST(Query, PercentSignsThatMeanNothingStay) {
  EXPECT_EQ(value("a=100%", "a"), "100%");
  EXPECT_EQ(value("a=%4&b=1", "a"), "%4");
  EXPECT_EQ(value("a=%zz", "a"), "%zz");
  EXPECT_EQ(value("a=%00b", "a"), std::string("\0b", 2));
}

}  // namespace
}  // namespace pitboss::reference::http
