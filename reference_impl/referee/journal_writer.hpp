#pragma once

#include <filesystem>
#include <string_view>

#include "schemas/journal/journal.hpp"

namespace pitboss::reference::referee {

/// Appends the lines of a journal to a file. A line is the kernel's before write() returns, so that it outlives the
/// process; sync() makes it outlive the machine. Errors throw std::runtime_error: which file, why.
class JournalWriter {
 public:
  /// Makes the file anew. Throws where it is there already: a journal is evidence and is not written over.
  explicit JournalWriter(std::filesystem::path path);
  ~JournalWriter();
  JournalWriter(const JournalWriter &) = delete;
  JournalWriter &operator=(const JournalWriter &) = delete;

  void write(std::string line);
  void sync();

 private:
  [[noreturn]] void fail(std::string_view what) const;

  const std::filesystem::path path_;
  int file_ = -1;
};

}  // namespace pitboss::reference::referee
