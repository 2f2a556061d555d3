#include "reference_impl/lasting_text.hpp"

#include <mutex>
#include <set>

namespace pitboss::reference {

std::string_view lasting_text(const std::string &text) {
  static std::mutex mutex;
  static std::set<std::string> texts;
  const std::lock_guard lock(mutex);
  return *texts.insert(text).first;
}

}  // namespace pitboss::reference
