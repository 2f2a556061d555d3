#include "schemas/wire/ids.hpp"

#include <set>

namespace pitboss::wire {
namespace {

TEST(Guid, IsRecognisedInEitherCaseAndAnyVersion) {
  for (const std::string_view text : {"00000000-0000-0000-0000-000000000000", "ABCDEF01-2345-6789-abcd-EF0123456789"})
    EXPECT_TRUE(is_guid(text)) << text;
  for (const std::string_view text : {"", "00000000-0000-0000-0000-00000000000",
                                      "00000000-0000-0000-0000-0000000000000", "00000000000000000000000000000000",
                                      "{00000000-0000-0000-0000-000000000000}", "0000000g-0000-0000-0000-000000000000",
                                      "00000000-0000-0000-0000_000000000000", "0000000--0000-0000-0000-000000000000"})
    EXPECT_FALSE(is_guid(text)) << text;
}

TEST(WalletId, AllowsWhatTheContractNames) {
  EXPECT_TRUE(is_wallet_id("44-12345-67890"));
  EXPECT_TRUE(is_wallet_id("aZ09_-."));
  EXPECT_TRUE(is_wallet_id(std::string(255, 'a')));
  EXPECT_FALSE(is_wallet_id(std::string(256, 'a')));
  for (const std::string_view text : {"", "a b", "a/b", "\u00e9", "a'", "a\n", "a:b"})
    EXPECT_FALSE(is_wallet_id(text)) << text;
}

TEST(GuidGenerator, TheSameSeedGivesTheSameSequence) {
  GuidGenerator a(42);
  GuidGenerator b(42);
  GuidGenerator other(43);
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string guid = a.next();
    EXPECT_EQ(guid, b.next());
    EXPECT_NE(guid, other.next());
    EXPECT_TRUE(is_guid(guid));
    EXPECT_EQ(guid[14], '4');
    EXPECT_NE(std::string_view("89ab").find(guid[19]), std::string_view::npos);
    EXPECT_TRUE(seen.insert(guid).second);
  }
}

TEST(FreshGuid, IsAGuidAndNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string guid = fresh_guid();
    EXPECT_TRUE(is_guid(guid));
    EXPECT_TRUE(seen.insert(guid).second);
  }
}

}  // namespace
}  // namespace pitboss::wire
