// Certificates, right and wrong, on both sides of a connection.
#include "simulator/target/client.hpp"
#include "simulator/target/target_file.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/child_process.hpp"

namespace pitboss::target {
namespace {

using test::CertificateAuthority;
using testing::HasSubstr;

/// A server that speaks TLS with a certificate, by the openssl program.
class TlsServer {
 public:
  explicit TlsServer(const CertificateAuthority::Issued &own, const std::vector<std::string> &more = {}) {
    std::vector<std::string> argv{"/usr/bin/openssl", "s_server", "-accept", "127.0.0.1:0", "-cert",
                                  own.certificate,    "-key",     own.key,   "-www"};
    argv.insert(argv.end(), more.begin(), more.end());
    process_.emplace(argv);
    while (const std::optional<std::string> line = process_->read_line())
      if (const std::size_t colon = line->rfind(':'); line->starts_with("ACCEPT") && colon != std::string::npos) {
        url_ = "https://127.0.0.1:" + line->substr(colon + 1);
        return;
      }
    throw std::runtime_error("openssl s_server ended");
  }
  [[nodiscard]] const std::string &url() const { return url_; }

 private:
  std::optional<test::ChildProcess> process_;
  std::string url_;
};

Exchange get(const TlsServer &server, const Tls &tls) {
  Client client({server.url(), tls, {}, {}});
  return client.send({"GET", "/", {}, ""});
}

class TlsTargets : public testing::Test {
 protected:
  CertificateAuthority authority;
  CertificateAuthority stranger;
  CertificateAuthority::Issued own = authority.issue("target");

  /// What a server that wants a certificate of the authority is started with.
  [[nodiscard]] std::vector<std::string> wants_certificate(const char *version) const {
    return {version, "-Verify", "1", "-verify_return_error", "-CAfile", authority.file()};
  }
};

TEST_F(TlsTargets, AreTrustedByTheAuthorityOfTheTargetFile) {
  const TlsServer server(own);
  Client client({server.url(), {authority.file(), "", ""}, {}, {}});
  for (int i = 0; i < 2; ++i) {
    const Exchange exchange = client.send({"GET", "/", {}, ""});
    ASSERT_TRUE(exchange.reply) << exchange.detail;
    EXPECT_EQ(exchange.reply->status, 200);
  }
  EXPECT_EQ(client.send({"GET", "/", {}, ""}, LoseReply::after_send).failure, Failure::lost);
  EXPECT_EQ(client.send({"GET", "/", {}, ""}, LoseReply::after_answer).failure, Failure::lost);
  EXPECT_TRUE(client.send_raw("GET / HTTP/1.1\r\n\r\n", {}).reply);
}

TEST_F(TlsTargets, OfAnotherAuthorityAreNot) {
  const TlsServer server(own);
  for (const Tls &tls : {Tls{}, Tls{stranger.file(), "", ""}}) {
    const Exchange exchange = get(server, tls);
    EXPECT_EQ(exchange.failure, Failure::tls);
    EXPECT_THAT(exchange.hint, HasSubstr("name its authority as tls.ca_file in the target file"));
  }
}

TEST_F(TlsTargets, WhoseCertificateHasExpiredAreNot) {
  const TlsServer server(authority.issue("old", "IP:127.0.0.1", -1));
  const Exchange exchange = get(server, {authority.file(), "", ""});
  EXPECT_EQ(exchange.failure, Failure::tls);
  EXPECT_THAT(exchange.detail, HasSubstr("expired"));
  EXPECT_THAT(exchange.hint, HasSubstr("renewed"));
}

TEST_F(TlsTargets, WithTheCertificateOfAnotherNameAreNot) {
  const TlsServer server(authority.issue("elsewhere", "DNS:wallet.example"));
  const Exchange exchange = get(server, {authority.file(), "", ""});
  EXPECT_EQ(exchange.failure, Failure::tls);
  EXPECT_THAT(exchange.hint, HasSubstr("the certificate is for another name"));
}

TEST_F(TlsTargets, ThatWantAClientCertificateGetIt) {
  const CertificateAuthority::Issued ours = authority.issue("provider");
  for (const char *version : {"-tls1_2", "-tls1_3"}) {
    const TlsServer server(own, wants_certificate(version));
    const Exchange exchange = get(server, {authority.file(), ours.certificate, ours.key});
    ASSERT_TRUE(exchange.reply) << version << ": " << exchange.detail;
    EXPECT_EQ(exchange.reply->status, 200);
  }
}

TEST_F(TlsTargets, ThatWantAnotherClientCertificateSayWhatIsMissing) {
  const CertificateAuthority::Issued foreign = stranger.issue("somebody");
  for (const char *version : {"-tls1_2", "-tls1_3"}) {
    for (const Tls &tls : {Tls{authority.file(), "", ""}, Tls{authority.file(), foreign.certificate, foreign.key}}) {
      const TlsServer server(own, wants_certificate(version));
      const Exchange exchange = get(server, tls);
      EXPECT_EQ(exchange.failure, Failure::tls) << version << ": " << exchange.detail;
      EXPECT_THAT(exchange.hint, HasSubstr("client certificate")) << version << ": " << exchange.detail;
    }
  }
}

// ---- What the target file names
// ------------------------------------------------------------------------------------------------

class TlsFiles : public testing::Test {
 protected:
  CertificateAuthority authority;
  CertificateAuthority::Issued ours = authority.issue("provider");
  test::TemporaryFolder folder;

  std::string fault_of(const std::string &tls) {
    const std::string text =
        "name: t\nwallet:\n  base_url: https://h\n  hmac_secret: key4\n  provider: p\n  game: g\n"
        "  players: [{launch_token: a}]\ntls: {" +
        tls + "}\n";
    try {
      parse_target(text, "t.yaml", [](const std::string &) { return std::nullopt; });
      return "";
    } catch (const files::FileErrors &faults) {
      return faults.what();
    }
  }
};

TEST_F(TlsFiles, ThatAreRightAreTaken) {
  EXPECT_EQ(fault_of("ca_file: " + authority.file() + ", client_cert_file: " + ours.certificate +
                     ", client_key_file: " + ours.key),
            "");
  const std::string both = folder.write("both.pem", test::read_file(ours.certificate) + test::read_file(ours.key));
  EXPECT_EQ(fault_of("client_cert_file: " + both + ", client_key_file: " + both), "");
}

TEST_F(TlsFiles, ThatAreWrongAreToldWithPlaceAndWhatToDo) {
  const std::string text = folder.write("text.pem", "no certificate\n");
  const std::string der = folder.write("ca.der", "\x30\x82\x01\x02");
  EXPECT_THAT(fault_of("ca_file: " + text), HasSubstr("t.yaml:8:"));
  EXPECT_THAT(fault_of("ca_file: " + text), HasSubstr("holds no certificate in PEM form"));
  EXPECT_THAT(fault_of("ca_file: " + der), HasSubstr("openssl x509 -inform DER"));
  EXPECT_THAT(fault_of("ca_file: " + folder.file("nothing.pem")), HasSubstr("there is no file"));
  EXPECT_THAT(fault_of("client_cert_file: " + ours.certificate), HasSubstr("needs the key `client_key_file`"));
  EXPECT_THAT(fault_of("client_key_file: " + ours.key), HasSubstr("needs the key `client_cert_file`"));
  const std::string cert = "client_cert_file: " + ours.certificate + ", client_key_file: ";
  EXPECT_THAT(fault_of(cert + text), HasSubstr("holds no private key in PEM form"));
  EXPECT_THAT(fault_of(cert + authority.issue("other").key), HasSubstr("is not that of the certificate"));
  EXPECT_THAT(fault_of(cert + authority.with_passphrase(ours)), HasSubstr("passphrase"));
}

}  // namespace
}  // namespace pitboss::target
