#include "simulator/scenario/expectation.hpp"

#include "schemas/catalogue/contract_files.hpp"
#include "schemas/files/yaml_file.hpp"
#include "schemas/wire/encoding.hpp"
#include "schemas/wire/leading_integer.hpp"

namespace pitboss::scenario {

using results::Check;
using results::Verdict;
using wire::Decimal;
using wire::Json;

namespace {

/// "400", "400 CODE", "400 [A, B]", "any", "refused", "accepted".
class AnswerPattern {
 public:
  explicit AnswerPattern(const std::string &text) : text_(text) {
    if (text.size() < 3 || text.find_first_not_of("0123456789") < 3) return;
    status_ = wire::leading_integer<int>(text);
    std::string code;
    for (const char c : text.substr(3) + " ") {
      if ((c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9')) {
        code += c;
      } else if (!code.empty()) {
        codes_.push_back(code);
        code.clear();
      }
    }
  }
  [[nodiscard]] bool names_status() const { return status_ != 0; }
  [[nodiscard]] bool matches(const target::WalletReply &reply) const {
    if (text_ == "accepted") return reply.accepted();
    if (text_ == "any" || text_ == "refused") return reply.refused();
    return reply.status == status_ &&
           (codes_.empty() || std::find(codes_.begin(), codes_.end(), reply.error_code) != codes_.end());
  }
  [[nodiscard]] std::string in_words() const {
    if (text_ == "accepted") return "accepted (2xx)";
    if (text_ == "any" || text_ == "refused") return "refused (4xx)";
    return text_;
  }

 private:
  std::string text_;
  int status_ = 0;
  std::vector<std::string> codes_;
};

std::string joined(const std::vector<std::string> &texts) {
  std::string all;
  for (const std::string &text : texts) all += (all.empty() ? "" : " or ") + text;
  return all;
}

/// Collects the checks of one answer.
class Judge {
 public:
  Judge(const Json &expect, const std::string &requirement, const Observed &seen, const catalogue::Catalogue &catalogue)
      : expect_(expect), requirement_(requirement), seen_(seen), catalogue_(catalogue) {}

  Judgement run() {
    static const std::map<std::string, void (Judge::*)(const Json &)> kinds{
        {"accepted", &Judge::accepted},   {"balance", &Judge::balance},
        {"refused", &Judge::refused},     {"either", &Judge::either},
        {"report", &Judge::report},       {"status", &Judge::status},
        {"reply", &Judge::reply},         {"header", &Judge::header},
        {"no_5xx", &Judge::no_5xx},       {"free_rounds", &Judge::free_rounds},
        {"unchanged", &Judge::unchanged}, {"error", &Judge::error}};
    if (expect_.object() == nullptr) return {};
    for (const auto &[name, value] : *expect_.object())
      if (const auto kind = kinds.find(name); kind != kinds.end()) (this->*kind->second)(value);
    return std::move(out_);
  }

 private:
  bool check(const std::string &requirement, std::string what, std::string expected, std::string actual, bool holds) {
    out_.checks.push_back(
        make_check(catalogue_, requirement, std::move(what), std::move(expected), std::move(actual), holds));
    return holds;
  }
  bool check(std::string what, std::string expected, std::string actual, bool holds) {
    return check(requirement_, std::move(what), std::move(expected), std::move(actual), holds);
  }
  [[nodiscard]] std::string answer() const { return answer_text(seen_.exchange, seen_.reply, seen_.tries); }
  [[nodiscard]] std::string money(const Decimal &amount) const { return amount.to_string(seen_.decimals); }

  void accepted(const Json &) {
    if (expect_.find("balance") == nullptr) check("answer", "accepted (2xx)", answer(), seen_.reply.accepted());
  }

  void balance(const Json &value) {
    if (!check("answer", "accepted (2xx)", answer(), seen_.reply.accepted())) return;
    std::vector<Decimal> right;
    std::vector<std::string> words;
    for (const std::string &text : alternatives(value)) {
      const Decimal change = evaluate_amount(text, seen_.words).value_or(Decimal{});
      right.push_back(seen_.words.opening + change);
      words.push_back(money(right.back()) + " (" + signed_text(change, seen_.decimals) + ")");
    }
    if (!seen_.balance) {
      check("balance", joined(words), "no balance in the reply, nor in that of a balance call", false);
      return;
    }
    const bool holds = std::find(right.begin(), right.end(), *seen_.balance) != right.end();
    check("balance", joined(words),
          money(*seen_.balance) + " (" + signed_text(*seen_.balance - seen_.words.opening, seen_.decimals) + ")",
          holds);
    if (!holds && !right.empty()) out_.balance = {right.front(), *seen_.balance};
  }

  void refused(const Json &value) {
    const std::vector<std::string> texts = alternatives(value);
    const bool any = std::find(texts.begin(), texts.end(), "any") != texts.end();
    const catalogue::Requirement *code_row = catalogue_.find_code_of(requirement_);
    const bool row_of_its_own = code_row != nullptr && code_row->id != requirement_;
    if (any || row_of_its_own) {
      if (!check("answer", "refused (4xx)", answer(), seen_.reply.refused()) || any) return;
    }
    bool holds = false;
    for (const std::string &text : texts) holds = holds || AnswerPattern(text).matches(seen_.reply);
    check(row_of_its_own ? code_row->id : requirement_, row_of_its_own ? "status and code" : "answer", joined(texts),
          answer(), holds);
  }

  void either(const Json &value) {
    bool holds = false;
    std::vector<std::string> words;
    for (const std::string &text : alternatives(value)) {
      const AnswerPattern pattern(text);
      holds = holds || pattern.matches(seen_.reply);
      words.push_back(pattern.in_words());
    }
    check("answer", joined(words), answer(), holds);
  }

  void report(const Json &) {
    out_.checks.push_back(make_check(catalogue_, requirement_, "answer, as observed", "any", answer(), true));
  }

  void status(const Json &value) {
    const std::vector<std::string> texts = alternatives(value);
    const std::string actual = std::to_string(seen_.reply.status);
    check("status", joined(texts), answer(), std::find(texts.begin(), texts.end(), actual) != texts.end());
  }

  void free_rounds(const Json &value) {
    const int change = wire::leading_integer<int>(scalar_text(value));
    const int right = seen_.free_rounds_at_begin.value_or(0) + change;
    const bool used_up_and_left_out = right == 0 && seen_.free_rounds_at_begin && seen_.reply.accepted();
    if (!seen_.free_rounds && !used_up_and_left_out) {
      check("wallet.free-game.listed", of_the_list,
            "the free game, with " + std::to_string(right) + " rounds remaining",
            "no freeGameInfo in the reply, though the target file names a free game: " + answer(), false);
      return;
    }
    const int actual = seen_.free_rounds.value_or(0);
    check("numberOfRoundsRemaining", std::to_string(right), std::to_string(actual), actual == right);
  }

  void reply(const Json &value) {
    const std::string name = "schemas/" + scalar_text(value) + ".json";
    const auto schema = catalogue::contract_file(name);
    if (!schema) {
      check("reply", "as " + name + " says", "there is no such schema in this build of Pitboss", false);
      return;
    }
    std::string actual = "it is";
    std::vector<std::string> faults{"not JSON: " + answer()};
    if (seen_.reply.json) faults = files::validate(*seen_.reply.json, *schema);
    for (const std::string &fault : faults) actual = (&fault == &faults.front() ? "" : actual + "; ") + fault;
    check("reply", "as " + name + " says", actual, faults.empty());
  }

  /// The words of a refusal; that it is one is judged elsewhere.
  void error(const Json &value) {
    if (seen_.reply.accepted()) return;
    const int status = seen_.reply.status;
    const bool body_only = value.string() != nullptr && *value.string() == "body";
    if (!body_only)
      check("status of the error", "400, 401 or 500", answer(), status == 400 || status == 401 || status == 500);
    reply(Json("wallet/error.response"));
  }

  void header(const Json &value) {
    if (value.object() == nullptr) return;
    for (const auto &[name, rule] : *value.object()) {
      const std::optional<std::string> actual =
          seen_.exchange.reply ? seen_.exchange.reply->header_list(name) : std::nullopt;
      const std::string shown = actual.value_or("no such header");
      if (const Json *equals = rule.find("equals"))
        check(name, scalar_text(*equals), shown, actual == scalar_text(*equals));
      if (const Json *contains = rule.find("contains"))
        check(name, "contains " + scalar_text(*contains), shown, actual && holds_text(*actual, scalar_text(*contains)));
      if (const Json *echo = rule.find("echo")) {
        const std::string sent = sent_header(scalar_text(*echo));
        const std::string *first = seen_.exchange.reply ? seen_.exchange.reply->header(name) : nullptr;
        check(name, sent, shown, first != nullptr && *first == sent);
      }
    }
  }

  static bool holds_text(const std::string &text, const std::string &part) {
    const auto same = [](char a, char b) { return wire::equal_ignoring_case({&a, 1}, {&b, 1}); };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
  }

  [[nodiscard]] std::string sent_header(const std::string &name) const {
    for (const auto &[header, value] : seen_.exchange.request.headers)
      if (wire::equal_ignoring_case(header, name)) return value;
    return "";
  }

  void no_5xx(const Json &) {
    const int status = seen_.reply.status;
    check("answer", "anything but a 5xx (501 and 505 are as good as a 4xx)", answer(),
          status < 500 || status == 501 || status == 505);
  }

  /// Money that moves by a refused request is never a mere warning (contracts/README.md, common rule 2).
  void unchanged(const Json &value) {
    if (value.string() != nullptr && *value.string() == "if refused" && !seen_.reply.refused()) return;
    const catalogue::Requirement *row = catalogue_.find(requirement_);
    std::string requirement = requirement_;
    if (row != nullptr && row->level != catalogue::Level::must && seen_.reply.refused())
      requirement = row->contract + ".refused.changes-nothing";
    if (!seen_.before || !seen_.after) {
      check(requirement, "balance before and after", "the same", "the balance could not be read", false);
      return;
    }
    const bool holds = *seen_.before == *seen_.after;
    check(requirement, "balance before and after", money(*seen_.before), money(*seen_.after), holds);
    if (!holds) out_.balance = {*seen_.before, *seen_.after};
  }

  const Json &expect_;
  const std::string &requirement_;
  const Observed &seen_;
  const catalogue::Catalogue &catalogue_;
  Judgement out_;
};

}  // namespace

std::vector<std::string> alternatives(const Json &value) {
  std::vector<std::string> all;
  if (const wire::JsonArray *list = value.array())
    for (const Json &each : *list) all.push_back(scalar_text(each));
  else
    all.push_back(scalar_text(value));
  return all;
}

Check make_check(const catalogue::Catalogue &catalogue, const std::string &requirement, std::string what,
                 std::string expected, std::string actual, bool holds) {
  const catalogue::Requirement *row = catalogue.find(requirement);
  const catalogue::Level level = row == nullptr ? catalogue::Level::must : row->level;
  const Verdict broken = level == catalogue::Level::must     ? Verdict::fail
                         : level == catalogue::Level::should ? Verdict::warn
                                                             : Verdict::pass;
  return {std::move(what), requirement, level, std::move(expected), std::move(actual), holds ? Verdict::pass : broken};
}

std::string answer_text(const target::Exchange &exchange, const target::WalletReply &reply, int tries) {
  std::string text;
  if (reply.status == 0) {
    text = exchange.detail.empty() ? "no answer" : exchange.detail;
    if (exchange.failure == target::Failure::timeout && exchange.detail.empty())
      text = "no answer within the time limit";
  } else {
    text = std::to_string(reply.status);
    if (!reply.error_code.empty()) text += " " + reply.error_code;
    if (!reply.error_message.empty()) text.append(" (").append(wire::cut_utf8(reply.error_message, 120)).append(")");
  }
  return tries > 1 ? text + " after " + std::to_string(tries) + " tries" : text;
}

Judgement judge(const Json &expect, const std::string &requirement, const Observed &seen,
                const catalogue::Catalogue &catalogue) {
  return Judge(expect, requirement, seen, catalogue).run();
}

bool expects_status_at_must(const Json &expect, const std::string &requirement, const catalogue::Catalogue &catalogue) {
  const Json *refused = expect.find("refused");
  if (refused == nullptr) return false;
  const catalogue::Requirement *row = catalogue.find_code_of(requirement);
  if (row == nullptr || row->level != catalogue::Level::must) return false;
  const std::vector<std::string> texts = alternatives(*refused);
  return std::all_of(texts.begin(), texts.end(),
                     [](const std::string &text) { return AnswerPattern(text).names_status(); });
}

namespace {

/// The free game in freeGameInfo; nullptr where it is not there. `list` says whether there is a list.
const Json *find_free_game(const target::WalletReply &reply, std::int64_t instance_id, bool &list) {
  const Json *games = reply.accepted() && reply.json ? reply.json->find("freeGameInfo") : nullptr;
  list = games != nullptr && games->array() != nullptr;
  if (!list) return nullptr;
  for (const Json &game : *games->array()) {
    const Json *id = game.find("instanceId");
    if (id != nullptr && id->decimal() == Decimal(instance_id)) return &game;
  }
  return nullptr;
}

}  // namespace

bool lists_free_game(const target::WalletReply &reply, std::int64_t instance_id) {
  bool list = false;
  return find_free_game(reply, instance_id, list) != nullptr;
}

std::optional<int> free_rounds_in(const target::WalletReply &reply, std::int64_t instance_id) {
  bool list = false;
  const Json *game = find_free_game(reply, instance_id, list);
  if (!list) return std::nullopt;
  if (game == nullptr) return 0;
  const Json *info = game->find("instanceInfo");
  const Json *left = info == nullptr ? nullptr : info->find("numberOfRoundsRemaining");
  if (left == nullptr || left->number() == nullptr || left->number()->text.size() > 9) return std::nullopt;
  return wire::leading_integer<int>(left->number()->text);
}

}  // namespace pitboss::scenario
