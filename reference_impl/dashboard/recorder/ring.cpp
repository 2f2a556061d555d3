#include "reference_impl/dashboard/recorder/ring.hpp"

#include <algorithm>

#include "reference_impl/dashboard/problem.hpp"
#include "schemas/wire/encoding.hpp"

namespace pitboss::reference::dashboard {
namespace {

constexpr std::string_view cut_mark = "… (cut)";

void cut(std::string &body, std::size_t most) {
  if (body.size() <= most) return;
  body.resize(wire::cut_utf8(body, most).size());
  body.append(cut_mark);
}

std::size_t size_of(const journal::Headers &headers) {
  std::size_t size = 0;
  for (const auto &[name, value] : headers) size += name.size() + value.size();
  return size;
}

std::size_t size_of(const Seen &seen) {
  const journal::Exchange &exchange = seen.exchange;
  std::size_t size = sizeof(Seen) + exchange.path.size() + exchange.query.size() + exchange.body.size();
  size += size_of(exchange.headers);
  if (exchange.reply) size += size_of(exchange.reply->headers) + exchange.reply->body.size();
  return size;
}

bool contains(const std::string &text, const std::string &part) {
  if (part.empty()) return true;
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

bool has_status(int status, const std::string &asked) {
  if (asked.ends_with("xx")) return std::to_string(status / 100) == asked.substr(0, 1);
  return std::to_string(status) == asked;
}

}  // namespace

void check(const ExchangeFilter &filter) {
  const std::string &status = filter.status;
  const auto digits = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  const bool is_class = status.size() == 3 && status.ends_with("xx") && status[0] >= '1' && status[0] <= '5';
  if (status.empty() || status == "0" || is_class || (status.size() == 3 && digits(status))) return;
  throw Problem{.status = 400, .message = "`status` is 404, say, or 4xx, or 0 for replies that were lost"};
}

bool passes(const Seen &seen, const ExchangeFilter &filter) {
  if (!filter.contract.empty() && filter.contract != seen.contract) return false;
  if (!contains(seen.call, wire::lower_case(filter.call)) || !contains(seen.partner, wire::lower_case(filter.partner)))
    return false;
  if (!filter.status.empty() && !has_status(seen.status(), filter.status)) return false;
  if (filter.text.empty()) return true;
  const std::string text = wire::lower_case(filter.text);
  const journal::Exchange &exchange = seen.exchange;
  return contains(exchange.path, text) || contains(exchange.query, text) || contains(exchange.body, text) ||
         (exchange.reply && contains(exchange.reply->body, text)) || contains(seen.code, text);
}

void Ring::add(Seen seen) {
  cut(seen.exchange.body, bounds_.body_bytes);
  if (seen.exchange.reply) cut(seen.exchange.reply->body, bounds_.body_bytes);
  bytes_ += size_of(seen);
  kept_.push_back(std::move(seen));
  while (kept_.size() > bounds_.exchanges || (bytes_ > bounds_.bytes && kept_.size() > 1)) {
    bytes_ -= size_of(kept_.front());
    kept_.pop_front();
  }
}

const Seen *Ring::find(std::uint64_t id) const {
  if (kept_.empty() || id < kept_.front().id || id > kept_.back().id) return nullptr;
  return &kept_[id - kept_.front().id];
}

std::vector<const Seen *> Ring::from(std::uint64_t id) const {
  std::vector<const Seen *> rows;
  for (const Seen &seen : kept_)
    if (seen.id >= id) rows.push_back(&seen);
  return rows;
}

Ring::Page Ring::list(const ExchangeFilter &filter, std::optional<std::uint64_t> before, std::size_t limit) const {
  Page page;
  for (std::size_t i = kept_.size(); i-- > 0;) {
    const Seen &seen = kept_[i];
    if (!passes(seen, filter)) continue;
    ++page.total;
    if (before && seen.id >= *before) continue;
    if (page.rows.size() == limit) {
      page.more = true;
    } else {
      page.rows.push_back(&seen);
    }
  }
  return page;
}

}  // namespace pitboss::reference::dashboard
