#include "schemas/wire/signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <stdexcept>

#include "schemas/wire/encoding.hpp"

namespace pitboss::wire {

namespace {

constexpr std::size_t block_bytes = 64;  // of SHA-256; RFC 2104 calls it B

struct FreeContext {
  void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

void require(int openssl_result) {
  if (openssl_result != 1) throw std::runtime_error("OpenSSL cannot compute SHA-256");
}

Context new_context() {
  Context context(EVP_MD_CTX_new());
  if (!context) throw std::bad_alloc();
  return context;
}

Signer::Digest finish(EVP_MD_CTX *context) {
  Signer::Digest digest{};
  unsigned size = 0;
  require(EVP_DigestFinal_ex(context, digest.data(), &size));
  return digest;
}

/// A hash that has taken in the key, each byte XORed with `pad`: the first half of either pass of RFC 2104.
Context keyed_hash(const std::array<unsigned char, block_bytes> &key, unsigned char pad) {
  std::array<unsigned char, block_bytes> padded{};
  for (std::size_t i = 0; i < key.size(); ++i) padded[i] = static_cast<unsigned char>(key[i] ^ pad);
  Context context = new_context();
  require(EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr));
  require(EVP_DigestUpdate(context.get(), padded.data(), padded.size()));
  OPENSSL_cleanse(padded.data(), padded.size());
  return context;
}

std::array<unsigned char, block_bytes> block_of(std::string_view secret) {
  std::array<unsigned char, block_bytes> key{};
  if (secret.size() <= block_bytes) {
    std::copy(secret.begin(), secret.end(), key.begin());
    return key;
  }
  const Context context = new_context();
  require(EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr));
  require(EVP_DigestUpdate(context.get(), secret.data(), secret.size()));
  const Signer::Digest digest = finish(context.get());
  std::copy(digest.begin(), digest.end(), key.begin());
  return key;
}

}  // namespace

struct Signer::Scratch::Context {
  wire::Context context = new_context();
};
Signer::Scratch::Scratch() : context_(std::make_unique<Context>()) {}
Signer::Scratch::~Scratch() = default;
Signer::Scratch::Scratch(Scratch &&) noexcept = default;
Signer::Scratch &Signer::Scratch::operator=(Scratch &&) noexcept = default;

/// Both passes with the key already in them. Copied for each message: a fifth of the time of keying anew.
struct Signer::Keyed {
  Context inner;
  Context outer;
};

Signer::Signer(std::string_view secret, SignatureEncoding encoding)
    : keyed_(std::make_unique<Keyed>()), encoding_(encoding) {
  auto key = block_of(secret);
  keyed_->inner = keyed_hash(key, 0x36);
  keyed_->outer = keyed_hash(key, 0x5c);
  OPENSSL_cleanse(key.data(), key.size());
}

Signer::~Signer() = default;
Signer::Signer(Signer &&) noexcept = default;
Signer &Signer::operator=(Signer &&) noexcept = default;

Signer::Digest Signer::digest_with(Scratch &scratch, std::string_view message) const {
  EVP_MD_CTX *work = scratch.context_->context.get();
  require(EVP_MD_CTX_copy_ex(work, keyed_->inner.get()));
  require(EVP_DigestUpdate(work, message.data(), message.size()));
  const Digest inner = finish(work);
  require(EVP_MD_CTX_copy_ex(work, keyed_->outer.get()));
  require(EVP_DigestUpdate(work, inner.data(), inner.size()));
  return finish(work);
}

Signer::Digest Signer::digest(std::string_view message) const {
  static thread_local Scratch scratch;
  return digest_with(scratch, message);
}

std::string Signer::sign(std::string_view message) const {
  const Digest value = digest(message);
  if (encoding_ == SignatureEncoding::hex) return to_hex(value);
  return to_base64({reinterpret_cast<const char *>(value.data()), value.size()});
}

void Signer::append_signature(std::string_view message, Scratch &scratch, std::string &out) const {
  const Digest value = digest_with(scratch, message);
  if (encoding_ == SignatureEncoding::hex) return append_hex(out, value);
  out += to_base64({reinterpret_cast<const char *>(value.data()), value.size()});
}

bool Signer::verify(std::string_view message, std::string_view signature) const {
  const Digest right = digest(message);
  const std::optional<std::string> given =
      encoding_ == SignatureEncoding::hex ? from_hex(signature) : from_base64(signature);
  return given && given->size() == right.size() && CRYPTO_memcmp(given->data(), right.data(), right.size()) == 0;
}

}  // namespace pitboss::wire
