#include "reports/sequence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/template.hpp"
#include "reports/text.hpp"
#include "schemas/wire/json.hpp"

namespace pitboss::reports {
namespace {

// The drawing's measures, in units of its view box, which is 440 wide.
constexpr int provider_x = 50;
constexpr int wallet_x = 400;
constexpr int broken_at_x = 225;
constexpr int first_row_y = 58;
constexpr int row_height = 30;
constexpr std::size_t longest_label = 46;
constexpr int most_rows = 60;
constexpr std::size_t most_copies_drawn = 4;

std::string member_text(const std::optional<wire::Json> &json, std::string_view name) {
  const wire::Json *member = json ? json->find(name) : nullptr;
  if (member == nullptr) return {};
  if (const auto *number = member->number()) return number->text;
  return member->string() != nullptr ? *member->string() : std::string();
}

std::optional<wire::Json> parsed(const std::string &body) {
  auto result = wire::parse_json(body, wire::limits_of_message);
  if (auto *json = std::get_if<wire::Json>(&result)) return std::move(*json);
  return std::nullopt;
}

/// "debit 10.00"; "GET /healthz" for what is no call of the contract.
std::string call_text(const results::Step &step, const results::Exchange &exchange) {
  std::string text = step.call.empty() ? exchange.request.method + " " + path_of(exchange.request.url) : step.call;
  if (step.call == "debit" || step.call == "credit") {
    const std::string amount = member_text(parsed(exchange.request.body), "amount");
    if (!amount.empty()) text += " " + amount;
  }
  if (!step.player.empty() && step.player != "player 1") text = step.player + ": " + text;
  return text;
}

/// "200 · balance 1480.50", "400 INSUFFICIENT_FUNDS".
std::string reply_text(const results::HttpResponse &response, bool with_balance) {
  std::string text = std::to_string(response.status);
  const auto json = parsed(response.body);
  const wire::Json *error = json ? json->find("error") : nullptr;
  if (error != nullptr) {
    const std::string code = member_text(*error, "code");
    if (!code.empty()) text += " " + code;
  }
  const std::string balance = with_balance ? member_text(json, "balance") : "";
  return balance.empty() ? text : text + " · balance " + balance;
}

/// No connection was made, so the request never left.
bool was_never_sent(const results::Exchange &exchange) {
  constexpr std::array<std::string_view, 3> signs{"refused", "resolve", "onnect to"};
  return std::ranges::any_of(signs, [&](auto sign) { return exchange.error.find(sign) != std::string::npos; });
}

class Drawing {
 public:
  void step(const results::Step &step, std::size_t number);
  [[nodiscard]] bool full() const { return rows_ >= most_rows; }
  std::string finish(const std::string &label, std::size_t exchanges_left);

 private:
  void number_row(const results::Step &step, std::size_t number);
  void pair(const results::Step &step, const results::Exchange &exchange, bool last);
  void together(const results::Step &step);
  void arrow(const std::string &state, bool to_wallet, bool broken, const std::string &text);

  [[nodiscard]] int y() const { return first_row_y + rows_ * row_height; }

  int rows_ = 0;
  std::size_t drawn_ = 0;
  List bands_, numbers_, arrows_;
};

std::string state_of(const results::Step &step) {
  for (const auto &check : step.checks)
    if (check.verdict == results::Verdict::fail) return "fail";
  for (const auto &check : step.checks)
    if (check.verdict == results::Verdict::warn) return "warn";
  return step.judged ? "good" : "quiet";
}

void Drawing::arrow(const std::string &state, bool to_wallet, bool broken, const std::string &text) {
  const int from = to_wallet ? provider_x : wallet_x;
  const int to = to_wallet ? wallet_x : provider_x;
  const int sign = to_wallet ? 1 : -1;
  Data data;
  data["state"] = state + (broken ? " lost" : "") + (to_wallet ? "" : " back");
  data["cross"] = Data(Data::type::bool_false);
  if (broken) {
    data["path"] = fmt::format("M{} {}H{}", from, y(), broken_at_x - sign * 10);
    data["cross"] = fmt::format("M{} {}l10 10m0-10-10 10", broken_at_x - 5, y() - 5);
  } else {
    data["path"] = fmt::format("M{} {}H{}m{} -4 {} 4 {} 4", from, y(), to - sign * 2, -7 * sign, 7 * sign, -7 * sign);
  }
  const std::string marked = (state == "fail" && !to_wallet ? "✕ " : "") + one_line(text);
  const auto kept = cut(marked, longest_label);
  data["text"] = std::string(kept) + (kept.size() < marked.size() ? "…" : "");
  data["whole"] = text_or_nothing(kept.size() < marked.size() ? marked : "");
  data["text_y"] = std::to_string(y() - (broken ? 9 : 6));
  arrows_.push_back(std::move(data));
  ++rows_;
}

void Drawing::number_row(const results::Step &step, std::size_t number) {
  Data data;
  data["number"] = std::to_string(number);
  data["state"] = state_of(step);
  data["y"] = std::to_string(y());
  data["text_y"] = std::to_string(y() + 4);
  numbers_.push_back(std::move(data));
}

void Drawing::pair(const results::Step &step, const results::Exchange &exchange, bool last) {
  const std::string state = state_of(step);
  const std::string calm = state == "quiet" ? "quiet" : "good";
  const bool unsent = !exchange.response && was_never_sent(exchange);
  const std::string note = exchange.note.empty() ? "" : " (" + exchange.note + ")";
  arrow(unsent && last ? state : calm, true, unsent,
        call_text(step, exchange) + note + (unsent ? ": " + exchange.error : ""));
  if (unsent) return;
  if (exchange.response)
    arrow(last ? state : calm, false, false, reply_text(*exchange.response, true));
  else
    arrow(last ? state : calm, false, true, exchange.error.empty() ? "no reply" : exchange.error);
}

void Drawing::together(const results::Step &step) {
  const std::string state = state_of(step);
  const int top = y() - 10;
  ++rows_;  // room for the band's title
  std::vector<std::pair<std::string, std::size_t>> sent;
  std::vector<std::pair<std::string, std::size_t>> ended;  // those without a reply begin with a blank
  const auto count = [](auto &list, const std::string &text) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto &entry) { return entry.first == text; });
    if (found != list.end())
      ++found->second;
    else
      list.emplace_back(text, 1);
  };
  for (const auto &exchange : step.exchanges) {
    count(sent, call_text(step, exchange));
    count(ended, exchange.response ? reply_text(*exchange.response, false)
                                   : " " + (exchange.error.empty() ? "no reply" : exchange.error));
  }
  const auto times = [](const auto &entry) {
    return entry.second > 1 ? fmt::format("{} × {}", entry.second, entry.first) : entry.first;
  };
  if (sent.size() > most_copies_drawn)
    arrow(state == "quiet" ? "quiet" : "good", true, false,
          fmt::format("{} different requests", step.exchanges.size()));
  else
    for (const auto &entry : sent) arrow(state == "quiet" ? "quiet" : "good", true, false, times(entry));
  for (const auto &entry : ended) arrow(state, false, entry.first.starts_with(' '), times(entry));
  Data band;
  band["y"] = std::to_string(top);
  band["height"] = std::to_string(y() - row_height + 12 - top);
  band["text_y"] = std::to_string(top + 14);
  band["text"] = fmt::format("{} in flight together", step.exchanges.size());
  bands_.push_back(std::move(band));
  drawn_ += step.exchanges.size();
}

void Drawing::step(const results::Step &step, std::size_t number) {
  if (step.exchanges.empty()) return;
  number_row(step, number);
  if (step.concurrent && step.exchanges.size() > 1) return together(step);
  for (std::size_t i = 0; i < step.exchanges.size() && !full(); ++i) {
    pair(step, step.exchanges[i], i + 1 == step.exchanges.size());
    ++drawn_;
  }
}

std::string Drawing::finish(const std::string &label, std::size_t exchanges) {
  if (rows_ == 0) return {};
  const std::size_t left = exchanges - drawn_;
  Data data;
  data["label"] = label;
  data["rest"] = text_or_nothing(left == 0 ? "" : fmt::format("… {} more exchanges, listed with the steps", left));
  data["rest_y"] = std::to_string(y());
  data["bottom"] = std::to_string(y() - 14);
  data["height"] = std::to_string(left == 0 ? y() - 8 : y() + 10);
  data["bands"] = Data(bands_);
  data["numbers"] = Data(numbers_);
  data["arrows"] = Data(arrows_);
  return Template("reports/templates/sequence.svg.mustache", escape_markup).render(data);
}

}  // namespace

std::string sequence_diagram(const results::Scenario &scenario) {
  Drawing drawing;
  std::size_t exchanges = 0;
  for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
    exchanges += scenario.steps[i].exchanges.size();
    if (!drawing.full()) drawing.step(scenario.steps[i], i + 1);
  }
  return drawing.finish(
      fmt::format("Sequence of the calls of scenario {}; the steps tell the same in words", scenario.id), exchanges);
}

}  // namespace pitboss::reports
