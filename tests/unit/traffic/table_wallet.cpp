#include "tests/unit/traffic/table_wallet.hpp"

#include <stdexcept>

#include "simulator/traffic/profile.hpp"

namespace pitboss::traffic::testing {
namespace {

using wire::Decimal;
using wire::Json;

std::string text(const Json &body, const char *name) {
  const Json *value = body.find(name);
  return value != nullptr && value->string() != nullptr ? *value->string() : "";
}

model::WalletOp operation(const std::string &call, const Json &body) {
  model::WalletOp op;
  op.kind = call == "debit"      ? model::WalletOp::Kind::debit
            : call == "credit"   ? model::WalletOp::Kind::credit
            : call == "rollback" ? model::WalletOp::Kind::rollback
                                 : model::WalletOp::Kind::balance;
  op.round = text(body, "roundId");
  op.transaction = text(body, "transactionId");
  if (const Json *amount = body.find("amount")) op.amount = amount->decimal().value();
  op.finish = body.find("roundFinished") != nullptr;
  op.free_game = body.find("freeGameInfo") != nullptr;
  return op;
}

std::string header(const std::string &request, const std::string &name) {
  const std::size_t begin = request.find(name + ": ");
  if (begin == std::string::npos) return "";
  const std::size_t value = begin + name.size() + 2;
  return request.substr(value, request.find("\r\n", value) - value);
}

std::string body_of(const Answer &answer) {
  if (!answer.body.empty()) return answer.body;
  if (answer.status >= 300) return R"({"error":{"code":")" + answer.code + R"(","message":"no"}})";
  std::string body = R"({"balance":)" + answer.balance.to_string(2);
  if (answer.call == "authenticate") body += R"(,"playerId":"p-1","playerToken":"token")";
  body += R"(,"freeGameInfo":[{"instanceId":7,"instanceInfo":{"numberOfRoundsRemaining":)" +
          std::to_string(answer.free_rounds) + "}}]}";
  return body;
}

WalletSetup setup_of(const std::string &shares, std::uint64_t seed, const wire::Signer &signer) {
  const Profile profile = parse_profile(R"(profile: table
wallet:
  rounds_a_visit: [5, 20]
  bets: [{amount: 0.10, weight: 2}, {amount: 2.50, weight: 1}]
  payouts: [{times: 0, weight: 2}, {times: 1, weight: 1}, {times: 2, weight: 1}]
  return_to_player: 75
)" + shares,
                                        "table.yaml");
  target::TargetFile target;
  target.wallet.emplace();
  target.wallet->base_url = "http://127.0.0.1:1/base";
  target.wallet->provider = "provider";
  target.wallet->game = "game";
  target.wallet->players.push_back({"launch", "", "127.0.0.1", "desktop", {{7, 8}}});
  return make_wallet_setup(target, profile.file, {"launch"}, {}, seed, "run", signer);
}

}  // namespace

void TableWallet::apply(const std::string &path, const Json &body, Answer &answer) {
  answer.call = path == "transaction" ? text(body, "transactionType") : path;
  ++calls_[answer.call];
  const model::WalletOp op = operation(answer.call, body);
  const bool was_known = state_.knows_transaction(op.round, op.transaction);
  const auto possible = state_.possible_answers(op);
  const auto &first = possible.front();
  state_ = first.next;
  if (first.answer.kind == model::WalletAnswer::Kind::refused) {
    answer.status = 400;
    answer.code = first.answer.codes.empty() ? "VALIDATION_FAILED" : first.answer.codes.front();
  } else if (op.free_game && !was_known) {
    --free_rounds_;
  }
  if (answer.call == "rollback" && answer.status == 200 && was_known && free_debits_.erase(op.round) > 0)
    ++free_rounds_;
  if (op.free_game && answer.status == 200 && !was_known) free_debits_.insert(op.round);
}

TableWallet::Sent TableWallet::handle(const std::string &request) {
  const std::size_t begin = request.find("/v1/") + 4;
  const std::string path = request.substr(begin, request.find(' ', begin) - begin);
  const std::string bytes = request.substr(request.find("\r\n\r\n") + 4);
  const auto body = wire::parse_json(bytes);
  if (!std::holds_alternative<Json>(body)) throw std::logic_error("the player wrote no JSON: " + bytes);
  Answer answer;
  answer.seen = ++bodies_[path + bytes];
  answer.request_id = header(request, "X-Request-ID");
  apply(path, std::get<Json>(body), answer);
  answer.balance = balance();
  answer.free_rounds = free_rounds_;
  bend(answer);
  return {answer.status, body_of(answer), answer.content_type, answer.request_id};
}

Table::Table(const std::string &shares, const Decimal &opening, std::uint64_t seed)
    : wallet(opening), traffic_(setup_of(shares, seed, signer_)), session_(traffic_.make_session(0, findings_)) {}

Table::Answered Table::deliver(std::size_t request, const std::string &bytes, bool lose_reply) {
  Answered answered{request, std::nullopt, {}};
  bool handled = true;
  answered.loss = lose(bytes, handled);
  if (lose_reply && !answered.loss) answered.loss = Loss::on_purpose;
  if (handled || !answered.loss) answered.reply = wallet.handle(bytes);
  return answered;
}

void Table::hand_over(const Answered &answered) {
  const Outcome outcome = answered.loss ? session_->lose(answered.request, *answered.loss, "lost")
                                        : session_->judge(answered.request, answered.reply.view());
  ++outcomes_[outcome];
}

bool Table::step(bool closing) {
  const Order order = session_->next(now_, closing);
  if (order.what == Order::What::done) return false;
  if (order.what == Order::What::wait) {
    now_ = order.until;
    return true;
  }
  std::vector<std::pair<std::size_t, std::string>> sent(order.requests);
  for (std::size_t i = 0; i < order.requests; ++i) {
    sent[i].first = i;
    session_->write(i, sent[i].second);
  }
  std::shuffle(sent.begin(), sent.end(), order_);
  std::vector<Answered> answers;
  for (const auto &[request, bytes] : sent)
    answers.push_back(deliver(request, bytes, order.lose_reply && request == 0));
  std::shuffle(answers.begin(), answers.end(), order_);
  for (const Answered &answered : answers) hand_over(answered);
  return true;
}

void Table::play(int calls) {
  for (int i = 0; i < calls; ++i) step(false);
  while (step(true)) {
  }
  audit_ = traffic_.audit({session_.get()}, findings_);
}

std::uint64_t Table::found(std::string_view kind) const {
  for (const Findings::Kind &entry : findings_.kinds())
    if (entry.kind == kind) return entry.count;
  return 0;
}

std::string Table::story(std::string_view kind) const {
  for (const Findings::Kind &entry : findings_.kinds())
    if (entry.kind == kind) return entry.first.front().story;
  return "";
}

std::string Table::all_findings() const {
  std::string out;
  for (const Findings::Kind &entry : findings_.kinds()) out += entry.kind + ": " + entry.first.front().story + "\n";
  return out;
}

}  // namespace pitboss::traffic::testing
