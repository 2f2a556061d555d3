// What is right, but unusual, is never failed: every named variant of the reference server is conformant.
#include "reference_impl/server.hpp"
#include "tests/e2e/reference_server.hpp"
#include "tests/support/patience.hpp"

namespace pitboss::reference {

// GoogleTest looks here for how to name a parameter.
static void PrintTo(const VariantInfo &info, std::ostream *out) {
  *out << info.name;
}

}  // namespace pitboss::reference

namespace pitboss::test {
namespace {

/// A server that takes its time is asked too slowly to use up its limit within a short window: it keeps the contract's
/// own.
std::vector<std::string> windows(const std::string &variant) {
  return variant == "latency-60-ms" ? std::vector<std::string>{} : short_windows();
}

/// The whole suite of the variant's contract, of all where it is common to them. Under sanitizers the scenarios of
/// replays: a variant writes their replies as it does all others.
std::vector<std::string> selection(const reference::VariantInfo &variant) {
  if (slowness() > 1) return {"--only", "wallet.replay.*"};
  if (variant.contract.empty()) return {};
  return {"--contract", variant.contract};
}

class Variant : public testing::TestWithParam<reference::VariantInfo> {};

TEST_P(Variant, IsConformant) {
  ReferenceServer server({.variants = {GetParam().name}, .more = windows(GetParam().name)});
  const Checked checked = check(server, selection(GetParam()));
  EXPECT_EQ(checked.finished.exit_code, 0) << GetParam().sentence << '\n'
                                           << checked.finished.out << checked.finished.err;
}

INSTANTIATE_TEST_SUITE_P(All, Variant, testing::ValuesIn(reference::list_variants()),
                         [](const auto &example) { return test_name(example.param.name); });

}  // namespace
}  // namespace pitboss::test
