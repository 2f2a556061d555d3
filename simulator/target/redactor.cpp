#include "simulator/target/redactor.hpp"

#include "schemas/wire/json.hpp"

namespace pitboss::target {

void Redactor::insert(std::string secret, std::string shown) {
  const auto same = [&](const auto &known) { return known.first == secret; };
  if (secret.empty() || std::any_of(secrets_.begin(), secrets_.end(), same)) return;
  if (first_bytes_.find(secret.front()) == std::string::npos) first_bytes_ += secret.front();
  const auto shorter = [&](const auto &known) { return known.first.size() < secret.size(); };
  const auto place = std::find_if(secrets_.begin(), secrets_.end(), shorter);
  secrets_.insert(place, {std::move(secret), std::move(shown)});
}

void Redactor::add(std::string secret, std::string shown) {
  std::string in_json;
  wire::append_json_string(in_json, secret);
  in_json = in_json.substr(1, in_json.size() - 2);
  const std::string name =
      shown.starts_with("${") ? shown.substr(2, shown.size() - 3) : shown.substr(1, shown.size() - 2);
  if (in_json != secret) insert(std::move(in_json), "<" + name + " as JSON>");
  insert(std::move(secret), std::move(shown));
}

std::vector<Redactor::Piece> Redactor::split(std::string_view text) const {
  std::vector<Piece> pieces;
  std::size_t plain = 0;  // where the text that is no secret begins
  std::size_t at = secrets_.empty() ? std::string_view::npos : text.find_first_of(first_bytes_);
  while (at != std::string_view::npos) {
    const std::string_view rest = text.substr(at);
    const auto found =
        std::find_if(secrets_.begin(), secrets_.end(), [&](const auto &one) { return rest.starts_with(one.first); });
    if (found == secrets_.end()) {
      at = text.find_first_of(first_bytes_, at + 1);
      continue;
    }
    if (at > plain) pieces.push_back({text.substr(plain, at - plain), nullptr});
    pieces.push_back({text.substr(at, found->first.size()), &found->second});
    plain = at + found->first.size();
    at = text.find_first_of(first_bytes_, plain);
  }
  if (plain < text.size()) pieces.push_back({text.substr(plain), nullptr});
  return pieces;
}

void Secrets::learn(const std::string &secret, const std::string &shown) {
  const std::lock_guard lock(mutex_);
  const auto &known = redactor_->secrets();
  if (std::any_of(known.begin(), known.end(), [&](const auto &one) { return one.first == secret; })) return;
  Redactor more = *redactor_;
  more.add(secret, shown);
  redactor_ = std::make_shared<const Redactor>(std::move(more));
}

std::shared_ptr<const Redactor> Secrets::redactor() const {
  const std::lock_guard lock(mutex_);
  return redactor_;
}

std::string Redactor::operator()(std::string_view text) const {
  std::string result;
  for (const Piece &piece : split(text)) result += piece.shown ? std::string_view(*piece.shown) : piece.text;
  return result;
}

}  // namespace pitboss::target
