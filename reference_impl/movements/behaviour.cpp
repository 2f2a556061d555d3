#include "reference_impl/movements/behaviour.hpp"

namespace pitboss::reference::movements {

Behaviour::Behaviour()
    : submit([](store::SqlStore &store, const http::Later &, Work work) {
        store.submit({.work = [look = std::move(work.look),
                               act = std::move(work.act)](SqlTransaction &sql) { act(sql, look(sql)); },
                      .done = std::move(work.done)});
      }) {}

}  // namespace pitboss::reference::movements
