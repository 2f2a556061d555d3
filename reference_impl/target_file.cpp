#include "reference_impl/target_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace pitboss::reference {
namespace {

/// A text that is marked by the tag `!` is quoted, so that it is not read as a number.
void emit(YAML::Emitter &out, const YAML::Node &node) {
  if (node.IsMap()) {
    out << YAML::BeginMap;
    for (const auto &entry : node) {
      out << YAML::Key << entry.first << YAML::Value;
      emit(out, entry.second);
    }
    out << YAML::EndMap;
  } else if (node.IsSequence()) {
    out << YAML::BeginSeq;
    for (const YAML::Node &element : node) emit(out, element);
    out << YAML::EndSeq;
  } else if (node.IsScalar() && node.Tag() == "!") {
    out << YAML::DoubleQuoted << node.Scalar();
  } else {
    out << node;
  }
}

std::string to_yaml(const std::vector<std::pair<std::string, YAML::Node>> &sections) {
  YAML::Node target;
  target["name"] = "reference";
  for (const auto &[contract, section] : sections) target[contract] = section;
  YAML::Emitter out;
  out << YAML::Comment("Written by pitboss serve. Holds secrets.") << YAML::Newline;
  emit(out, target);
  return std::string(out.c_str()) + "\n";
}

[[noreturn]] void fail(const std::filesystem::path &file, int error) {
  throw std::runtime_error(fmt::format("cannot write the target file {}: {}; choose another one with --target-file",
                                       file.string(), std::generic_category().message(error)));
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = ::write(descriptor, text.data(), text.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

/// Under another name first: a reader sees the old file or the new one, never half of one.
void replace_file(const std::filesystem::path &file, const std::string &text) {
  const std::string beside = file.string() + fmt::format(".{}.tmp", ::getpid());
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) fail(file, errno);
  int error = write_all(descriptor, text) ? 0 : errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(beside.c_str(), file.c_str()) != 0) error = errno;
  if (error == 0) return;
  ::unlink(beside.c_str());
  fail(file, error);
}

}  // namespace

void write_target_file(const std::filesystem::path &file,
                       const std::vector<std::pair<std::string, YAML::Node>> &sections) {
  replace_file(file, to_yaml(sections));
}

}  // namespace pitboss::reference
