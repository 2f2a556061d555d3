#include "reference_impl/movements/behaviour.hpp"

namespace pitboss::reference::movements {

Behaviour::Behaviour()
    : find_registered([](SqlTransaction &sql, const RegisterRequest &request) {
        return look(sql, request.external_id, request.brand, std::nullopt);
      }),
      find_player([](SqlTransaction &sql, const MovementRequest &request) {
        return look(sql, request.external_id, request.brand, request.request_id);
      }),
      submit([](store::SqlStore &store, const http::Later &, Work work) {
        store.submit({.work = [look = std::move(work.look),
                               act = std::move(work.act)](SqlTransaction &sql) { act(sql, look(sql)); },
                      .done = std::move(work.done)});
      }) {}

}  // namespace pitboss::reference::movements
