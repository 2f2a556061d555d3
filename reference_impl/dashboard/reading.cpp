#include "reference_impl/dashboard/reading.hpp"

namespace pitboss::reference::dashboard {

void answer_rows(store::SqlStore &store, ReadRows read, const http::Answer &answer) {
  const auto response = std::make_shared<http::Response>();
  store.submit(
      {.work =
           [response, read = std::move(read)](store::SqlTransaction &sql) {
             try {
               *response = reply(read(sql));
             } catch (const Problem &problem) {  // nothing was written that would have to be undone
               *response = reply(problem);
             }
           },
       .done = [response, answer](bool done) { answer(done ? std::move(*response) : reply(store_failed())); }});
}

http::Handler reading(store::SqlStore &store, std::function<ReadRows(const http::Query &)> plan) {
  return [&store, plan = std::move(plan)](const http::Request &request, const http::Answer &answer) {
    answer_rows(store, plan(http::Query(request.query)), answer);
  };
}

Problem store_failed() {
  return {.status = 503, .message = "the store could not be read; the server's log says why. Try again in a while"};
}

}  // namespace pitboss::reference::dashboard
