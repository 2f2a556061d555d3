#include "reference_impl/dashboard/demo_calls.hpp"

#include "reference_impl/dashboard/problem.hpp"

namespace pitboss::reference::dashboard {
namespace {

[[noreturn]] void refuse() {
  throw Problem{.status = 404, .message = "this server is no demo: start one with `pitboss demo`"};
}

}  // namespace

void add_demo_calls(Routes &routes, const DemoCalls &calls) {
  routes.get("/dashboard/v1/demo", Routes::Read([calls](const http::Query &) -> wire::Json {
               if (!calls.state) refuse();
               return calls.state();
             }));
  routes.post("/dashboard/v1/demo", Routes::Write([calls](const wire::Json &body) -> wire::Json {
                if (!calls.command) refuse();
                try {
                  return calls.command(body);
                } catch (const std::invalid_argument &error) {
                  throw Problem{.status = 422, .message = error.what()};
                }
              }));
}

}  // namespace pitboss::reference::dashboard
