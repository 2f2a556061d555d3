#include "reference_impl/referee/journal_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace pitboss::reference::referee {

JournalWriter::JournalWriter(std::filesystem::path path) : path_(std::move(path)) {
  file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
  if (file_ >= 0) return;
  if (errno == EEXIST)
    throw std::runtime_error("the journal " + path_.string() +
                             " is there already, and is evidence: name another file, or move it away");
  fail("cannot be made");
}

JournalWriter::~JournalWriter() {
  ::close(file_);
}

void JournalWriter::write(std::string line) {
  line += '\n';
  for (std::string_view rest = line; !rest.empty();) {
    const ::ssize_t size = ::write(file_, rest.data(), rest.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) fail("cannot be written");
    rest.remove_prefix(static_cast<std::size_t>(size));
  }
}

void JournalWriter::sync() {
  if (::fdatasync(file_) != 0) fail("cannot be made durable");
}

void JournalWriter::fail(std::string_view what) const {
  const int error = errno;
  throw std::runtime_error("the journal " + path_.string() + " " + std::string(what) + ": " + std::strerror(error));
}

}  // namespace pitboss::reference::referee
