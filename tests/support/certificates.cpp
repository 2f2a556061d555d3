#include "tests/support/certificates.hpp"

#include <stdexcept>

#include "tests/support/child_process.hpp"

namespace pitboss::test {
namespace {

void openssl(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "/usr/bin/openssl");
  const Finished finished = run_program(arguments);
  if (finished.exit_code != 0) throw std::runtime_error("openssl " + arguments.at(1) + ": " + finished.err);
}

}  // namespace

CertificateAuthority::CertificateAuthority() {
  openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
           "/CN=Pitboss test authority", "-keyout", folder_.file("ca.key"), "-out", file()});
}

CertificateAuthority::Issued CertificateAuthority::issue(const std::string &name, const std::string &subject_alt_name,
                                                         int days) {
  Issued issued{folder_.file(name + ".pem"), folder_.file(name + ".key")};
  const std::string request = folder_.file(name + ".csr");
  const std::string extensions = folder_.file(name + ".ext");
  folder_.write(name + ".ext", "subjectAltName=" + subject_alt_name + "\n");
  openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=" + name,
           "-keyout", issued.key, "-out", request});
  openssl({"x509", "-req", "-in", request, "-CA", file(), "-CAkey", folder_.file("ca.key"), "-CAcreateserial", "-days",
           std::to_string(days), "-extfile", extensions, "-out", issued.certificate});
  return issued;
}

std::string CertificateAuthority::with_passphrase(const Issued &issued) {
  const std::string file = issued.key + ".encrypted";
  openssl({"pkey", "-in", issued.key, "-aes128", "-passout", "pass:secret", "-out", file});
  return file;
}

}  // namespace pitboss::test
