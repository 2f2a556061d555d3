#include "simulator/traffic/readiness.hpp"

#include <sys/epoll.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace pitboss::traffic {
namespace {

constexpr std::size_t most_at_once = 128;  // those that are left over are told in the next turn of the loop

int new_set() {
  const int set = ::epoll_create1(EPOLL_CLOEXEC);
  if (set < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  return set;
}

}  // namespace

Readiness::Readiness(boost::asio::io_context &context, std::function<void()> after)
    : set_(context.get_executor(), new_set()), after_(std::move(after)) {
  wait();
}

void Readiness::add(int descriptor, Waiter &waiter) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &waiter;
  if (::epoll_ctl(set_.native_handle(), EPOLL_CTL_ADD, descriptor, &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

void Readiness::stop() {
  stopped_ = true;
  boost::system::error_code ignored;
  set_.cancel(ignored);
}

void Readiness::wait() {
  set_.async_wait(boost::asio::posix::descriptor_base::wait_read, [this](const boost::system::error_code &error) {
    if (error) return;
    tell();
    after_();
    if (!stopped_) wait();  // only now: with sockets untold it would be ready again at once
  });
}

void Readiness::tell() {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): the kernel writes it
  std::array<epoll_event, most_at_once> events;
  const int count = ::epoll_wait(set_.native_handle(), events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < count; ++i) {
    const epoll_event &event = events[static_cast<std::size_t>(i)];
    static_cast<Waiter *>(event.data.ptr)->on_ready((event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0);
  }
}

}  // namespace pitboss::traffic
