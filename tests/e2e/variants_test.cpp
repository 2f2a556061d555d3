// What is right, but unusual, is never failed: every named variant of the reference server is conformant.
#include "reference_impl/server.hpp"
#include "tests/e2e/reference_server.hpp"

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

class Variant : public testing::TestWithParam<reference::VariantInfo> {};

TEST_P(Variant, IsConformant) {
  ReferenceServer server({.variants = {GetParam().name}, .more = windows(GetParam().name)});
  std::vector<std::string> selection = whole_suite();
  if (!GetParam().contract.empty()) selection.insert(selection.end(), {"--contract", GetParam().contract});
  const Checked checked = check(server, selection);
  EXPECT_EQ(checked.finished.exit_code, 0) << GetParam().sentence << '\n'
                                           << checked.finished.out << checked.finished.err;
}

INSTANTIATE_TEST_SUITE_P(All, Variant, testing::ValuesIn(reference::list_variants()),
                         [](const auto &example) { return test_name(example.param.name); });

}  // namespace
}  // namespace pitboss::test
