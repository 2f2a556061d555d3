/// The HTTP server over TLS.
#include <openssl/ssl.h>

#include <future>

#include "http_fixture.hpp"
#include "sockets.hpp"
#include "tests/support/certificates.hpp"
#include "tls_client.hpp"

namespace pitboss::reference::http {
namespace {

using test::CertificateAuthority;
using test::RawClient;
using test::TlsClient;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view last_get = "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/// Counts what the server cut off.
class CutOffs : public Observer {
 public:
  void cut_off(CutOff reason) override {
    if (reason == CutOff::handshake) ++handshakes;
  }
  std::atomic<int> handshakes = 0;
};

class TlsServer : public HttpServer {
 protected:
  TlsServer() {
    settings.tls = TlsFiles{.certificate = issued.certificate, .key = issued.key, .client_ca = {}};
    settings.observer = seen;
  }
  [[nodiscard]] TlsClient::Options trusting() const { return {.authority = authority.file()}; }
  /// What the server says to its TLS files.
  std::string refusal() {
    try {
      start();
      return {};
    } catch (const std::runtime_error &error) {
      return error.what();
    }
  }

  CertificateAuthority authority;
  CertificateAuthority::Issued issued = authority.issue("server");
  std::shared_ptr<CutOffs> seen = std::make_shared<CutOffs>();
};

TEST_F(TlsServer, AnswersInEachVersionAndEndsInOrder) {
  const auto port = start();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient client(port, {.authority = authority.file(), .newest_version = version});
    client.send("GET /hello HTTP/1.1\r\n\r\n" + std::string(last_get));
    EXPECT_THAT(client.read_until_close(), AllOf(HasSubstr("hello"), HasSubstr("Connection: close")));
    EXPECT_TRUE(client.ended_in_order());
  }
  EXPECT_THROW(TlsClient(port, {.authority = authority.file(), .newest_version = TLS1_1_VERSION}), std::runtime_error);
}

TEST_F(TlsServer, CarriesLargeBodiesBothWays) {
  TlsClient client(start(), trusting());
  client.send("GET /large HTTP/1.1\r\n\r\n");
  const std::string large = client.read(std::size_t{8} << 20);
  EXPECT_THAT(large.substr(0, 15), StartsWith("HTTP/1.1 200 OK"));
  client.read(large.find("\r\n\r\n") + 4);
  const std::string body(500'000, 'y');
  client.send("POST /echo HTTP/1.1\r\nConnection: close\r\nContent-Length: 500000\r\n\r\n" + body);
  EXPECT_TRUE(client.read_until_close().ends_with(body));
}

TEST_F(TlsServer, GoesOnServingWhateverComes) {
  settings.limits.request = std::chrono::milliseconds(200);
  const auto port = start();
  const RawClient silent(port);
  RawClient half(port), plain(port), garbage(port);
  half.send(std::string_view("\x16\x03\x01\x02\x00\x01\x00", 7));  // the begin of a ClientHello
  plain.send(last_get);
  garbage.send("garbage garbage garbage garbage\r\n\r\n");
  { const RawClient gone(port); }
  TlsClient client(port, trusting());
  client.send(last_get);
  EXPECT_THAT(client.read_until_close(), HasSubstr("hello"));
  EXPECT_THAT(plain.read_until_close(), testing::Not(HasSubstr("hello")));
  garbage.read_until_close();
  half.read_until_close();  // the time limit ends it
  EXPECT_GE(seen->handshakes, 3);
}

TEST_F(TlsServer, RefusesBodiesThatAreTooLarge) {
  settings.limits.body_bytes = 1'000;
  TlsClient client(start(), trusting());
  client.send("POST /echo HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'));
  EXPECT_THAT(client.read_until_close(), StartsWith("HTTP/1.1 413"));
}

TEST_F(TlsServer, DemandsAClientCertificate) {
  CertificateAuthority other;
  settings.tls->client_ca = authority.file();
  const auto port = start();
  const auto answer = [&](const CertificateAuthority::Issued &shown) -> std::string {
    try {
      TlsClient client(port, {.authority = authority.file(), .certificate = shown.certificate, .key = shown.key});
      client.send(last_get);
      return client.read_until_close();
    } catch (const std::runtime_error &) {
      return {};
    }
  };
  EXPECT_EQ(answer({}), "");
  EXPECT_EQ(answer(other.issue("stranger")), "");
  EXPECT_THAT(answer(authority.issue("client")), HasSubstr("hello"));
}

TEST_F(TlsServer, StopsWhileClientsAreConnected) {
  const auto port = start();
  const RawClient half(port);
  TlsClient idle(port, trusting());
  idle.send("GET /hello HTTP/1.1\r\n\r\n");
  EXPECT_THAT(idle.read(15), StartsWith("HTTP/1.1 200 OK"));
  stop();
  EXPECT_THAT(idle.read_until_close(), HasSubstr("hello"));
  EXPECT_TRUE(idle.ended_in_order());
}

TEST_F(TlsServer, SaysWhatIsWrongWithItsFiles) {
  const test::TemporaryFolder folder;
  const TlsFiles right = *settings.tls;
  const auto with = [&](const TlsFiles &files) {
    settings.tls = files;
    return refusal();
  };
  const std::string garbage = folder.write("garbage.pem", "no PEM");
  EXPECT_THAT(with({"/nowhere.pem", right.key, {}}),
              AllOf(HasSubstr("/nowhere.pem"), HasSubstr("No such file"), HasSubstr("--tls-cert")));
  EXPECT_THAT(with({garbage, right.key, {}}), AllOf(HasSubstr("garbage.pem"), HasSubstr("--tls-cert")));
  EXPECT_THAT(with({folder.path(), right.key, {}}), HasSubstr("directory"));
  EXPECT_THAT(with({right.certificate, "/nowhere.key", {}}), AllOf(HasSubstr("/nowhere.key"), HasSubstr("--tls-key")));
  EXPECT_THAT(with({right.certificate, garbage, {}}), AllOf(HasSubstr("garbage.pem"), HasSubstr("--tls-key")));
  EXPECT_THAT(with({right.certificate, authority.with_passphrase(issued), {}}), HasSubstr("passphrase"));
  EXPECT_THAT(with({right.certificate, authority.issue("other").key, {}}), HasSubstr("is not the one of"));
  EXPECT_THAT(with({right.certificate, right.key, garbage}),
              AllOf(HasSubstr("garbage.pem"), HasSubstr("--tls-client-ca")));
}

}  // namespace
}  // namespace pitboss::reference::http
