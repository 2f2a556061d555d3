// The whole suite over TLS, with the authority and the client certificate that a target file names.
#include <fstream>

#include "tests/e2e/reference_server.hpp"
#include "tests/support/certificates.hpp"

namespace pitboss::test {
namespace {

TEST(TlsSuite, PassesWithTheTargetFileAsItIs) {
  CertificateAuthority authority;
  const auto issued = authority.issue("server");
  ReferenceServer server({.more = {"--tls-cert", issued.certificate, "--tls-key", issued.key}});
  const std::string target = read_file(server.target_file());
  EXPECT_THAT(target, testing::HasSubstr("base_url: https://127.0.0.1:"));
  EXPECT_THAT(target, testing::HasSubstr("ca_file: " + issued.certificate));
  const Checked checked = check(server);
  EXPECT_EQ(checked.finished.exit_code, 0) << checked.finished.out << checked.finished.err;
  EXPECT_EQ(server.stop(), 0);
}

TEST(TlsSuite, PassesWithAClientCertificate) {
  CertificateAuthority authority;
  const auto issued = authority.issue("server"), client = authority.issue("client");
  ReferenceServer server(
      {.more = {"--tls-cert", issued.certificate, "--tls-key", issued.key, "--tls-client-ca", authority.file()}});
  EXPECT_EQ(check(server, {"--only", "wallet.replay.*"}).finished.exit_code, 3) << "no certificate is shown";
  std::string target = read_file(server.target_file());
  const std::string ca_file = "ca_file: " + issued.certificate;
  target.insert(target.find(ca_file),
                "client_cert_file: " + client.certificate + "\n  client_key_file: " + client.key + "\n  ");
  std::ofstream(server.target_file()) << target;
  const Checked checked = check(server, {"--only", "wallet.replay.*"});
  EXPECT_EQ(checked.finished.exit_code, 0) << checked.finished.out << checked.finished.err;
}

}  // namespace
}  // namespace pitboss::test
