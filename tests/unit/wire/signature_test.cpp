#include "schemas/wire/signature.hpp"

#include <thread>

#include "schemas/wire/encoding.hpp"

namespace pitboss::wire {
namespace {

struct Vector {
  std::string secret;
  std::string message;
  std::string digest;
};

/// RFC 4231, sections 4.2 to 4.8 (4.6 is of a truncated digest).
const std::vector<Vector> &rfc_4231() {
  static const std::vector<Vector> vectors = {
      {std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {from_hex("0102030405060708090a0b0c0d0e0f10111213141516171819").value(), std::string(50, '\xcd'),
       "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {std::string(131, '\xaa'),
       "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
       "hashed before being "
       "used by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"}};
  return vectors;
}

TEST(Signer, AgreesWithRfc4231) {
  for (const Vector &vector : rfc_4231()) {
    const Signer signer(vector.secret, SignatureEncoding::hex);
    EXPECT_EQ(signer.sign(vector.message), vector.digest);
    EXPECT_EQ(signer.sign(vector.message), vector.digest) << "the second message of one key";
    const Signer base64(vector.secret, SignatureEncoding::base64);
    EXPECT_EQ(base64.sign(vector.message), to_base64(from_hex(vector.digest).value()));
    EXPECT_TRUE(base64.verify(vector.message, base64.sign(vector.message)));
  }
}

TEST(Signer, TakesAnEmptySecretAndAnEmptyMessage) {
  EXPECT_EQ(Signer("", SignatureEncoding::hex).sign(""),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Signer, VerifiesTheWholeSignatureInEitherCase) {
  const Signer signer("secret", SignatureEncoding::hex);
  const std::string right = signer.sign("body");
  std::string upper = right;
  for (char &c : upper) c = static_cast<char>(std::toupper(c));
  EXPECT_TRUE(signer.verify("body", right));
  EXPECT_TRUE(signer.verify("body", upper));
  for (std::size_t length = 0; length < right.size(); ++length)
    EXPECT_FALSE(signer.verify("body", std::string_view(right).substr(0, length))) << length;
  for (std::size_t i = 0; i < right.size(); ++i) {
    std::string changed = right;
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_FALSE(signer.verify("body", changed)) << i;
  }
  for (const std::string &wrong : {right + "0", right + "00", " " + right, right + " ", "0x" + right, right + right,
                                   std::string(64, 'g'), Signer("secret", SignatureEncoding::base64).sign("body")})
    EXPECT_FALSE(signer.verify("body", wrong)) << wrong;
  EXPECT_FALSE(signer.verify("Body", right));
  EXPECT_FALSE(Signer("other", SignatureEncoding::hex).verify("body", right));
}

TEST(Signer, IsSharedByThreads) {
  const Signer signer("secret", SignatureEncoding::hex);
  const std::string right = signer.sign("body");
  std::vector<int> failures(4, 0);
  std::vector<std::thread> threads;
  for (int &failed : failures)
    threads.emplace_back([&signer, &right, &failed] {
      for (int i = 0; i < 500; ++i) failed += signer.sign("body") == right && signer.verify("body", right) ? 0 : 1;
    });
  for (std::thread &thread : threads) thread.join();
  EXPECT_EQ(failures, std::vector<int>(4, 0));
}

TEST(Signer, MovesItsKey) {
  Signer first("secret", SignatureEncoding::hex);
  const std::string right = first.sign("body");
  Signer second = std::move(first);
  EXPECT_EQ(second.sign("body"), right);
}

}  // namespace
}  // namespace pitboss::wire
