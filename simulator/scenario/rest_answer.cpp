#include "simulator/scenario/rest_answer.hpp"

#include <map>

#include "schemas/catalogue/contract_files.hpp"
#include "schemas/files/yaml_file.hpp"
#include "schemas/wire/encoding.hpp"
#include "schemas/wire/leading_integer.hpp"
#include "schemas/wire/time.hpp"
#include "simulator/scenario/amounts.hpp"
#include "simulator/scenario/expectation.hpp"
#include "simulator/scenario/rest_match.hpp"
#include "simulator/scenario/standing_tally.hpp"

namespace pitboss::scenario {
namespace {

using results::Check;
using wire::Json;

std::string shown(const Json &json) {
  return std::string(wire::cut_utf8(wire::to_text(json), 400));
}

bool is_delay(const std::string &text) {
  return wire::parse_retry_after(text, wire::now()).has_value();
}

std::string alternatives_in_words(const Json &value) {
  std::string all;
  for (const std::string &text : alternatives(value)) all += (all.empty() ? "" : " or ") + text;
  return all;
}

bool within(const Json &bounds, int count) {
  if (bounds.object() == nullptr) return matches(&bounds, Json(count));
  const auto bound = [&](const char *name, int otherwise) {
    const Json *value = bounds.find(name);
    return value == nullptr ? otherwise : wire::leading_integer<int>(scalar_text(*value));
  };
  return count >= bound("at_least", 0) && count <= bound("at_most", 1'000'000'000);
}

/// Collects the checks of one answer.
class RestJudge {
 public:
  RestJudge(const std::string &requirement, const RestAnswer &answer, const RestTexts &texts, int n,
            const catalogue::Catalogue &catalogue)
      : requirement_(requirement), answer_(answer), texts_(texts), n_(n), catalogue_(catalogue) {}

  RestJudgement run(const Json &expect) {
    using Kind = void (RestJudge::*)(const Json &);
    static const std::map<std::string, Kind> kinds{
        {"accepted", &RestJudge::accepted},   {"refused", &RestJudge::refused},
        {"status", &RestJudge::status},       {"contains", &RestJudge::contains},
        {"contains_any", &RestJudge::one_of}, {"body", &RestJudge::body},
        {"header", &RestJudge::header},       {"reply", &RestJudge::reply},
        {"has_rows", &RestJudge::has_rows},   {"lacks_rows", &RestJudge::lacks_rows},
        {"each_row", &RestJudge::each_row},   {"count", &RestJudge::count},
        {"each_once", &RestJudge::each_once}, {"walked", &RestJudge::walked},
        {"first_429", &RestJudge::first_429}, {"either", &RestJudge::either},
        {"closed", &RestJudge::closed},       {"no_5xx", &RestJudge::no_5xx},
        {"report", &RestJudge::report},       {"errors", &RestJudge::errors}};
    if (expect.object() == nullptr) return {};
    for (const auto &[name, value] : *expect.object()) {
      if (name == "rows") rows(value, expect.find("ordered") != nullptr);
      if (const auto kind = kinds.find(name); kind != kinds.end()) (this->*kind->second)(value);
    }
    if (const Json *others = expect.find("also")) also(*others);
    return {std::move(checks_), all_hold_};
  }

 private:
  void check(std::string what, std::string expected, std::string actual, bool holds) {
    all_hold_ = all_hold_ && holds;
    checks_.push_back(
        make_check(catalogue_, requirement_, std::move(what), std::move(expected), std::move(actual), holds));
  }

  void accepted(const Json &value) {
    if (!answer_.accepted) return check("answer", "accepted (2xx)", answer_.in_words(), answer_.is_accepted());
    if (value.boolean() != nullptr)
      return check("answers", "2xx, all of them", answer_.in_words(), answer_.is_accepted());
    const std::vector<std::string> right = alternatives(value);
    const std::string actual = std::to_string(*answer_.accepted);
    check("calls that were accepted", alternatives_in_words(value), actual,
          std::find(right.begin(), right.end(), actual) != right.end());
  }
  void refused(const Json &) { check("answer", "refused (4xx)", answer_.in_words(), answer_.is_refused()); }
  void status(const Json &value) {
    const std::vector<std::string> right = alternatives(value);
    check("status", alternatives_in_words(value), answer_.in_words(),
          std::find(right.begin(), right.end(), std::to_string(answer_.status)) != right.end());
  }

  void contains(const Json &value) {
    for (const std::string &written : alternatives(value)) {
      const std::string part = texts_.text(written, n_);
      check("text of the body", "holds \"" + part + "\" in any letter case", answer_.in_words(), answer_.holds(part));
    }
  }
  void one_of(const Json &value) {
    bool holds = false;
    for (const std::string &part : alternatives(value)) holds = holds || answer_.holds(texts_.text(part, n_));
    check("text of the body", "holds " + alternatives_in_words(value) + " in any letter case", answer_.in_words(),
          holds);
  }

  void body(const Json &value) {
    if (value.object() == nullptr) return;
    for (const auto &[path, written] : *value.object()) {
      const Json expected = texts_.value(written, n_);
      const Json *actual = answer_.json ? at_path(*answer_.json, path) : nullptr;
      check(path + " of the body", shown(expected),
            !answer_.json       ? "no JSON: " + answer_.in_words()
            : actual == nullptr ? "no such member"
                                : shown(*actual),
            matches(actual, expected) && answer_.json.has_value());
    }
  }

  void header(const Json &value) {
    if (value.object() == nullptr) return;
    for (const auto &[name, rule] : *value.object()) {
      const auto actual = answer_.last().reply ? answer_.last().reply->header_list(name) : std::nullopt;
      const std::string seen = actual.value_or("no such header");
      if (const Json *equals = rule.find("equals"))
        check(name, scalar_text(*equals), seen, actual == scalar_text(*equals));
      if (const Json *contains = rule.find("contains"))
        check(name, "contains " + scalar_text(*contains), seen, actual && holds_text(*actual, scalar_text(*contains)));
      if (const Json *is = rule.find("is")) {
        const std::string kind = scalar_text(*is);
        check(name, kind == "delay" ? "seconds, or an HTTP date" : kind, seen,
              kind == "absent" ? !actual : actual && (kind != "delay" || is_delay(*actual)));
      }
    }
  }

  void reply(const Json &value) {
    const std::string name = "schemas/" + scalar_text(value) + ".json";
    const auto schema = catalogue::contract_file(name);
    std::vector<std::string> faults{"not JSON: " + answer_.in_words()};
    if (answer_.json && schema) faults = files::validate(*answer_.json, *schema);
    if (!schema) faults = {"there is no such schema in this build of Pitboss"};
    std::string actual;
    for (const std::string &fault : faults) actual += (actual.empty() ? "" : "; ") + fault;
    check("reply", "as " + name + " says", faults.empty() ? "it is" : actual, faults.empty());
  }

  /// False, and a check that tells so, where there are no rows to look at.
  bool has_list(const char *what) {
    if (answer_.rows_fault.empty() && answer_.is_accepted()) return true;
    check(what, "a list", answer_.rows_fault.empty() ? answer_.in_words() : answer_.rows_fault, false);
    return false;
  }

  [[nodiscard]] std::string rows_in_words(const Json &like) const {
    std::string all = std::to_string(answer_.rows.size()) + (answer_.rows.size() == 1 ? " row" : " rows");
    for (std::size_t i = 0; i < answer_.rows.size() && i < 5; ++i)
      all += (i == 0 ? ": " : ", ") + named_members(answer_.rows[i], like);
    return all + (answer_.rows.size() > 5 ? ", …" : "");
  }

  void rows(const Json &value, bool ordered) {
    if (!has_list("rows")) return;
    wire::JsonArray expected;
    if (value.array() != nullptr)
      for (const Json &row : *value.array()) expected.push_back(texts_.value(row, n_));
    std::vector<bool> taken(answer_.rows.size(), false);
    bool holds = expected.size() == answer_.rows.size();
    for (std::size_t i = 0; holds && i < expected.size(); ++i) {
      std::size_t found = ordered ? i : 0;
      const auto fits = [&](std::size_t k) { return !taken[k] && row_matches(answer_.rows[k], expected[i]); };
      while (!ordered && found < taken.size() && !fits(found)) ++found;
      holds = found < taken.size() && fits(found);
      if (holds) taken[found] = true;
    }
    check("rows", expected.empty() ? "none" : "exactly " + shown(expected) + (ordered ? ", in this order" : ""),
          rows_in_words(expected.empty() ? Json() : expected.front()), holds);
  }

  [[nodiscard]] std::size_t times_listed(const Json &expected) const {
    return static_cast<std::size_t>(std::count_if(answer_.rows.begin(), answer_.rows.end(),
                                                  [&](const Json &row) { return row_matches(row, expected); }));
  }
  void has_rows(const Json &value) {
    if (!has_list("rows") || value.array() == nullptr) return;
    for (const Json &row : *value.array()) {
      const Json expected = texts_.value(row, n_);
      check("rows", "one is " + shown(expected), rows_in_words(expected), times_listed(expected) > 0);
    }
  }
  void lacks_rows(const Json &value) {
    if (!has_list("rows") || value.array() == nullptr) return;
    for (const Json &row : *value.array()) {
      const Json expected = texts_.value(row, n_);
      check("rows", "none is " + shown(expected), rows_in_words(expected), times_listed(expected) == 0);
    }
  }
  void each_row(const Json &value) {
    if (!has_list("rows")) return;
    const Json expected = texts_.value(value, n_);
    check("rows", "one at least, and each is " + shown(expected), rows_in_words(expected),
          !answer_.rows.empty() && times_listed(expected) == answer_.rows.size());
  }
  void count(const Json &value) {
    if (!has_list("rows")) return;
    const int actual = answer_.largest_page.value_or(static_cast<int>(answer_.rows.size()));
    check(answer_.largest_page ? "rows of the largest page" : "number of rows", shown(value), std::to_string(actual),
          within(value, actual));
  }

  void each_once(const Json &value) {
    if (!has_list("pages") || value.array() == nullptr) return;
    std::string missing;
    std::string doubled;
    std::size_t looked_for = 0;
    for (const Json &written : *value.array()) {
      Json row = written;
      const Json *times = written.find("times");
      const int copies = times == nullptr ? 1 : wire::leading_integer<int>(scalar_text(*times));
      if (row.object() != nullptr)
        std::erase_if(*row.object(), [](const auto &member) { return member.first == "times"; });
      for (int i = 1; i <= copies; ++i, ++looked_for) {
        const Json expected = texts_.value(row, times == nullptr ? n_ : i);
        const std::size_t found = times_listed(expected);
        if (found != 1 && missing.size() + doubled.size() < 200)
          (found == 0 ? missing : doubled) += " " + shown(expected);
      }
    }
    const std::string actual =
        (missing.empty() ? "" : "missing:" + missing + " ") + (doubled.empty() ? "" : "twice or more:" + doubled);
    check("pages", "each of " + std::to_string(looked_for) + " rows exactly once",
          actual.empty() ? "each once, in " + std::to_string(answer_.rows.size()) + " rows" : actual, actual.empty());
  }
  void walked(const Json &value) {
    const bool by_cursor = scalar_text(value) == "cursor";
    check("meta.next_cursor", by_cursor ? "not null while rows follow" : "null always",
          answer_.walked_by_cursor ? "it linked the pages" : "null, or never needed",
          answer_.walked_by_cursor == by_cursor);
  }

  /// One entry of the list of faults for each.
  void errors(const Json &value) {
    const Json *list = answer_.json ? answer_.json->find("errors") : nullptr;
    if (value.array() == nullptr) return;
    for (const Json &written : *value.array()) {
      const Json expected = texts_.value(written, n_);
      const bool holds = list != nullptr && list->array() != nullptr &&
                         std::any_of(list->array()->begin(), list->array()->end(),
                                     [&](const Json &entry) { return row_matches(entry, expected); });
      check("errors of the body", "one is " + shown(expected), answer_.in_words(), holds);
    }
  }

  void first_429(const Json &value) {
    const auto bound = [&](const char *name) {
      const Json *number = value.find(name);
      return number == nullptr ? 0 : wire::leading_integer<int>(scalar_text(*number));
    };
    const std::string actual =
        (answer_.before_429 ? "after " + std::to_string(*answer_.before_429) + " other answers"
                            : "none in 2100 requests") +
        (answer_.shares_token ? std::string(", besides those that other scenarios got with the same token") : "");
    if (const int after = bound("after"); after > 0)
      check("first 429", "after " + std::to_string(after) + " other answers at least", actual,
            !answer_.before_429 || *answer_.before_429 >= after || answer_.shares_token);
    if (const int before = bound("before"); before > 0)
      check("first 429", "before request " + std::to_string(before), actual,
            answer_.before_429 && *answer_.before_429 + 1 < before);
  }

  void either(const Json &value) {
    if (value.array() == nullptr) return;
    std::string expected;
    bool holds = false;
    for (const Json &each : *value.array()) {
      const RestJudgement judged = RestJudge(requirement_, answer_, texts_, n_, catalogue_).run(each);
      holds = holds || judged.all_hold;
      for (const Check &check : judged.checks)
        expected += (&check != &judged.checks.front() ? " and "
                     : expected.empty()               ? ""
                                                      : ", or ") +
                    check.what + " " + check.expected;
    }
    check("answer", expected, answer_.in_words(), holds);
  }

  void closed(const Json &) {
    check("answer", "a close without a reply", answer_.in_words(),
          answer_.status == 0 && answer_.last().failure == target::Failure::closed);
  }
  void no_5xx(const Json &) {
    check("answer", "anything but a 5xx (501 and 505 are as good as a 4xx)", answer_.in_words(),
          answer_.status < 500 || answer_.status == 501 || answer_.status == 505);
  }
  void report(const Json &) { check("answer, as observed", "any", answer_.in_words(), true); }

  /// What the step expects for other requirements. An answer that is wrong already is told once: what it would break
  /// besides is not judged by it, unless that is graver.
  void also(const Json &value) {
    if (value.object() == nullptr) return;
    const auto broken = std::find_if(checks_.begin(), checks_.end(), is_broken);
    const std::optional<catalogue::Level> told = broken == checks_.end() ? std::nullopt : std::optional(broken->level);
    for (const auto &[id, expect] : *value.object()) {
      RestJudgement judged = RestJudge(id, answer_, texts_, n_, catalogue_).run(expect);
      const catalogue::Requirement *row = catalogue_.find(id);
      if (told && row != nullptr && row->level >= *told) leave_unjudged(judged);
      add(std::move(judged));
    }
  }

  static bool is_broken(const Check &check) {
    return check.verdict == results::Verdict::fail || check.verdict == results::Verdict::warn;
  }

  static void leave_unjudged(RestJudgement &judged) {
    for (Check &check : judged.checks) {
      check.verdict = results::Verdict::blocked;
      check.actual = "not judged: the answer is not what the step expects in the first place";
    }
  }

  void add(RestJudgement judged) {
    all_hold_ = all_hold_ && judged.all_hold;
    std::move(judged.checks.begin(), judged.checks.end(), std::back_inserter(checks_));
  }

  const std::string &requirement_;
  const RestAnswer &answer_;
  const RestTexts &texts_;
  int n_;
  const catalogue::Catalogue &catalogue_;
  std::vector<Check> checks_;
  bool all_hold_ = true;
};

}  // namespace

std::string RestAnswer::in_words() const {
  if (status == 0) return last().detail.empty() ? "no answer" : last().detail;
  return std::to_string(status) + (body.empty() ? "" : " " + std::string(wire::cut_utf8(body, 300)));
}

bool RestAnswer::holds(std::string_view part) const {
  return holds_text(body, part) || (json && holds_text(wire::to_text(*json), part));
}

RestAnswer read_rest_answer(std::vector<target::Exchange> exchanges) {
  RestAnswer answer;
  answer.exchanges = std::move(exchanges);
  if (const auto &reply = answer.last().reply) {
    answer.status = reply->status;
    answer.body = reply->body;
    answer.json = as_json(reply->body);
  }
  return answer;
}

const wire::JsonArray *rows_of(const RestAnswer &answer) {
  if (!answer.json) return nullptr;
  if (answer.json->array() != nullptr) return answer.json->array();
  const Json *data = answer.json->find("data");
  return data == nullptr ? nullptr : data->array();
}

RestJudgement judge_rest(const Json &expect, const std::string &requirement, const RestAnswer &answer,
                         const RestTexts &texts, int n, const catalogue::Catalogue &catalogue) {
  return RestJudge(requirement, answer, texts, n, catalogue).run(expect);
}

}  // namespace pitboss::scenario
