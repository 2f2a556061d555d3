#include "simulator/cli/compare.hpp"

#include <fmt/format.h>

#include <iterator>

#include "simulator/cli/terminal.hpp"

namespace pitboss::cli {
namespace {

using results::Verdict;

/// A requirement or a scenario, as far as a comparison looks at it.
struct Row {
  std::string id;
  Verdict verdict = Verdict::pass;
  std::string reason;
};

template <class Things>
std::vector<Row> rows_of(const Things &things) {
  std::vector<Row> rows;
  for (const auto &thing : things) rows.push_back({thing.id, thing.verdict, thing.reason});
  return rows;
}

const Row *find(const std::vector<Row> &rows, const std::string &id) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&id](const Row &row) { return row.id == id; });
  return found == rows.end() ? nullptr : &*found;
}

class Comparer {
 public:
  void compare(std::string_view kind, const std::vector<Row> &before, const std::vector<Row> &after) {
    for (const Row &now : after) {
      const Row *then = find(before, now.id);
      if (then == nullptr)
        add(kind, now.id, fmt::format("new, {}", results::to_string(now.verdict)), now.reason);
      else if (then->verdict != now.verdict)
        changed(kind, *then, now);
    }
    for (const Row &then : before)
      if (find(after, then.id) == nullptr)
        add(kind, then.id, fmt::format("gone, was {}", results::to_string(then.verdict)), "");
  }

  Comparison finish() {
    if (changes_ == 0)
      result_.text = "nothing changed\n";
    else
      fmt::format_to(std::back_inserter(result_.text), "{} change{}, {} to the worse\n", changes_,
                     changes_ == 1 ? "" : "s", worse_);
    result_.worse = worse_ > 0;
    return std::move(result_);
  }

 private:
  void changed(std::string_view kind, const Row &then, const Row &now) {
    const bool worse = now.verdict == Verdict::fail;
    if (worse) ++worse_;
    // Of a failure that is gone the old reason says what was repaired.
    const bool repaired = then.verdict == Verdict::fail;
    add(kind, now.id, fmt::format("{} -> {}", results::to_string(then.verdict), results::to_string(now.verdict)),
        repaired && now.reason.empty() ? "was: " + then.reason : now.reason);
  }

  void add(std::string_view kind, const std::string &id, const std::string &change, const std::string &reason) {
    ++changes_;
    const auto to = std::back_inserter(result_.text);
    fmt::format_to(to, "{} {}: {}\n", kind, id, change);
    if (!reason.empty()) fmt::format_to(to, "    {}\n", wrapped(printable(reason), 4));
  }

  Comparison result_;
  int changes_ = 0;
  int worse_ = 0;
};

}  // namespace

Comparison compare(const results::Results &before, const results::Results &after) {
  Comparer comparer;
  comparer.compare("requirement", rows_of(before.requirements), rows_of(after.requirements));
  comparer.compare("scenario", rows_of(before.scenarios), rows_of(after.scenarios));
  return comparer.finish();
}

}  // namespace pitboss::cli
