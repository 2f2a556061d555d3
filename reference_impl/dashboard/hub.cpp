#include "reference_impl/dashboard/hub.hpp"

#include "schemas/wire/whole_number.hpp"

namespace pitboss::reference::dashboard {
namespace {

std::string event_text(const std::string &event, const std::string &json) {
  return "event: " + event + "\ndata: " + json + "\n\n";
}

/// The number of the last exchange that a page knows; 0: it comes for the first time.
std::uint64_t last_seen_by(const http::Request &request) {
  const std::string *header = request.header("Last-Event-ID");
  const auto number = header == nullptr ? std::nullopt : wire::whole_number(*header);
  return number && *number > 0 ? static_cast<std::uint64_t>(*number) : 0;
}

}  // namespace

void Hub::subscribe(const http::Request &request, const http::Answer &answer) {
  const std::uint64_t last_seen = last_seen_by(request);
  answer({.status = 200,
          .body = "retry: 1000\n\n",
          .headers = {{"Content-Type", "text/event-stream"}},
          .opened = [this, last_seen](const std::shared_ptr<http::OpenResponse> &response) {
            opened(response, last_seen);
          }});
}

void Hub::opened(const std::shared_ptr<http::OpenResponse> &response, std::uint64_t last_seen) {
  Page &page = pages_.emplace_back(Page{.response = response});
  for (const auto &[event, json] : states_) response->send(event_text(event, json));
  if (last_seen == 0) return;
  if (ring_.oldest() > last_seen + 1) page.dropped = ring_.oldest() - last_seen - 1;
  tell_dropped(page);
  for (const Seen *seen : ring_.from(last_seen + 1)) send_exchange(page, *seen);
}

void Hub::publish(const std::string &event, const std::string &json) {
  states_[event] = json;
  forget_gone();
  for (const Page &page : pages_) page.response->send(event_text(event, json));
}

void Hub::exchanged(const Seen &seen) {
  if (pages_.empty()) return;
  const bool is_told = ++exchanges_ <= most_exchanges_a_second;
  for (Page &page : pages_) is_told ? send_exchange(page, seen) : static_cast<void>(++page.dropped);
}

void Hub::tick(const std::string &json) {
  exchanges_ = 0;
  publish("tick", json);
  for (Page &page : pages_) tell_dropped(page);
}

void Hub::send_exchange(Page &page, const Seen &seen) {
  const std::string text =
      "id: " + std::to_string(seen.id) + "\n" + event_text("exchange", wire::to_text(summary(seen)));
  if (!page.response->send(text)) ++page.dropped;
}

void Hub::tell_dropped(Page &page) {
  if (page.dropped == 0) return;
  const std::string json = wire::to_text(wire::JsonObject{{"count", page.dropped}});
  if (page.response->send(event_text("dropped", json))) page.dropped = 0;
}

void Hub::forget_gone() {
  std::erase_if(pages_, [](const Page &page) { return !page.response->is_open(); });
}

}  // namespace pitboss::reference::dashboard
