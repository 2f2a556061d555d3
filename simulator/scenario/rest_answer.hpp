#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "schemas/catalogue/catalogue.hpp"
#include "schemas/formats/results.hpp"
#include "simulator/scenario/rest_texts.hpp"
#include "simulator/target/client.hpp"

namespace pitboss::scenario {

/// What came of a step of a REST contract.
struct RestAnswer {
  std::vector<target::Exchange> exchanges;  ///< in order; the last one is the answer
  int status = 0;                           ///< 0: no reply
  std::string body;
  std::optional<wire::Json> json;
  std::vector<wire::Json> rows = {};     ///< of all pages that were read, without those that the filters exclude
  std::string rows_fault = {};           ///< why the rows could not be read; empty where they could
  std::optional<int> largest_page = {};  ///< of walk_pages: rows of it
  bool walked_by_cursor = false;
  std::optional<int> before_429 = {};  ///< of burst: other answers before the first 429; none where none came
  bool shares_token = false;           ///< of burst: other scenarios use its token too, and count towards the limit
  std::optional<int> accepted = {};    ///< of calls in flight together: how many ended in 2xx

  [[nodiscard]] bool is_accepted() const { return status >= 200 && status < 300; }
  [[nodiscard]] bool is_refused() const { return status >= 400 && status < 500; }
  [[nodiscard]] const target::Exchange &last() const { return exchanges.back(); }
  /// "422 {"errors": …", "no answer within the time limit".
  [[nodiscard]] std::string in_words() const;
  /// Whether the body holds that text in any letter case, as it came or as it reads without the escapes of JSON
  /// ("\u0063lient").
  [[nodiscard]] bool holds(std::string_view part) const;
};

/// What an exchange says, rows aside.
RestAnswer read_rest_answer(std::vector<target::Exchange> exchanges);

/// The rows of one page of a list: `data` of the envelope, or a bare array; nullptr where there is none.
const wire::JsonArray *rows_of(const RestAnswer &answer);

struct RestJudgement {
  std::vector<results::Check> checks;
  bool all_hold = true;  ///< whatever the levels
};

/// Compares an answer with an `expect` (docs/rest-scenarios.md, What to expect). Every check carries the requirement
/// that it judges; its level decides the verdict.
RestJudgement judge_rest(const wire::Json &expect, const std::string &requirement, const RestAnswer &answer,
                         const RestTexts &texts, int n, const catalogue::Catalogue &catalogue);

}  // namespace pitboss::scenario
