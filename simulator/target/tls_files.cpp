#include "simulator/target/tls_files.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cerrno>
#include <memory>
#include <system_error>

namespace pitboss::target {
namespace {

template <auto Free>
struct Freed {
  template <typename Object>
  void operator()(Object *object) const {
    Free(object);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

Bio open(const std::filesystem::path &file) {
  ERR_clear_error();
  errno = 0;
  return Bio(BIO_new_file(file.c_str(), "rb"));
}

std::string cannot_be_read(const std::filesystem::path &file) {
  return file.string() + " cannot be read: " + std::error_code(errno, std::generic_category()).message();
}

/// What a file holds instead, where it can be told: DER begins with an ASN.1 sequence.
std::string no_certificate(const std::filesystem::path &file) {
  const Bio bio = open(file);
  unsigned char first = 0;
  const bool is_der = bio && BIO_read(bio.get(), &first, 1) == 1 && first == 0x30;
  return file.string() + " holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)" +
         (is_der ? "; it looks like DER: openssl x509 -inform DER -in FILE -out FILE.pem" : "");
}

/// No passphrase is asked for: a run has nobody to ask.
int no_passphrase(char * /*buffer*/, int /*size*/, int /*for_writing*/, void *was_asked) {
  *static_cast<bool *>(was_asked) = true;
  return -1;
}

}  // namespace

std::string fault_of_ca_file(const std::filesystem::path &file) {
  const Bio bio = open(file);
  if (!bio) return cannot_be_read(file);
  const Certificate first(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  return first ? "" : no_certificate(file);
}

std::string fault_of_client_certificate(const std::filesystem::path &certificate, const std::filesystem::path &key,
                                        bool &fault_is_of_key) {
  fault_is_of_key = false;
  const Bio certificate_bio = open(certificate);
  if (!certificate_bio) return cannot_be_read(certificate);
  const Certificate own(PEM_read_bio_X509(certificate_bio.get(), nullptr, nullptr, nullptr));
  if (!own) return no_certificate(certificate);

  fault_is_of_key = true;
  const Bio key_bio = open(key);
  if (!key_bio) return cannot_be_read(key);
  bool is_encrypted = false;
  const Key private_key(PEM_read_bio_PrivateKey(key_bio.get(), nullptr, no_passphrase, &is_encrypted));
  ERR_clear_error();
  if (is_encrypted)
    return "the key in " + key.string() +
           " has a passphrase, which a run cannot ask for; write it without: openssl pkey -in FILE -out FILE.plain";
  if (!private_key) return key.string() + " holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)";
  const bool fits = X509_check_private_key(own.get(), private_key.get()) == 1;
  ERR_clear_error();
  return fits ? "" : "the key in " + key.string() + " is not that of the certificate in " + certificate.string();
}

}  // namespace pitboss::target
