#include "bench/as4_line.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <memory>
#include <sched.h>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "wire/as4/limits.hpp"

namespace lintas::bench {

namespace {

constexpr std::chrono::minutes patience{5};

/// Safe between fork and exec.
void keep_processor(bool is_first) {
  cpu_set_t all;
  if (sched_getaffinity(0, sizeof all, &all) != 0) return;
  std::size_t chosen = CPU_SETSIZE;
  for (std::size_t i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(i, &all) && (chosen == CPU_SETSIZE || !is_first)) chosen = i;
  }
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(chosen, &one);
  sched_setaffinity(0, sizeof one, &one);
}

/// Microseconds of a process, by itself and for it.
double processor_time(pid_t process) {
  clockid_t clock{};
  timespec now{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &now) != 0)
    throw std::runtime_error{"the receiver has ended"};
  return (static_cast<double>(now.tv_sec) * 1e6) + (static_cast<double>(now.tv_nsec) / 1e3);
}

std::string content_type(const net::Request& request) {
  return std::string{request.headers.find("Content-Type").value_or("")};
}

net::Response soap(std::string_view text) { return net::text_response(200, as4::soap_type, text); }

/// A message that is too long to be held, opened as it comes, on the loop's thread.
class Arrival final : public net::Incoming {
 public:
  Arrival(Receiver& receiver, const net::Request& head, net::Responder respond)
      : receiver_(receiver), opening_(receiver, content_type(head)), respond_(std::move(respond)) {}
  void take(Bytes piece, Next next) override {
    receiver_.take(opening_, piece);  // what becomes of it is told at the end
    next(opening_.reception.kept_bytes());
  }
  void end() override { respond_(soap(receiver_.answer(opening_))); }

 private:
  Receiver& receiver_;
  Receiver::Opening opening_;
  net::Responder respond_;
};

class Door final : public net::Handler {
 public:
  explicit Door(as4::Suite suite) : receiver_(suite) {}

  [[nodiscard]] net::Admission admit(net::Request& /*head*/) override {
    net::Admitted admitted{as4::bounds::body_bytes_max};
    admitted.whole_bytes_max = as4::bounds::whole_body_bytes_max;
    return admitted;
  }
  void handle(net::Request request, net::Responder respond) override {
    Receiver::Opening opening{receiver_, content_type(request)};
    receiver_.take(opening, request.body);  // what becomes of it is told at the end
    respond(soap(receiver_.answer(opening)));
  }
  [[nodiscard]] std::shared_ptr<net::Incoming> stream(net::Request head, net::Responder respond) override {
    return std::make_shared<Arrival>(receiver_, head, std::move(respond));
  }

 private:
  Receiver receiver_;
};

}  // namespace

void keep_first_processor() { keep_processor(true); }
void keep_last_processor() { keep_processor(false); }

void receive(as4::Suite suite) {
  net::Loop loop;
  Door door{suite};
  const net::Server server{
      loop, door, {.listeners = {{.name = "as4"}}, .limits = {.request = patience, .answer = patience}}};
  std::cout << "= ready " << server.port(0) << std::endl;
  for (std::string line; std::getline(std::cin, line);) continue;
}

ReceivingProcess::ReceivingProcess(as4::Suite suite) {
  const std::string program = std::filesystem::read_symlink("/proc/self/exe");
  const std::string profile{name_of(suite)};
  std::array<int, 2> ends{};
  require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0, "a line is to be had");
  pid_ = fork();
  if (pid_ == 0) {
    keep_first_processor();
    dup2(ends[1], STDIN_FILENO);
    dup2(ends[1], STDOUT_FILENO);
    execl(program.c_str(), program.c_str(), "receive", profile.c_str(), nullptr);
    _exit(127);
  }
  close(ends[1]);
  line_ = ends[0];
  constexpr std::string_view ready = "= ready ";
  std::string said;
  for (char letter = 0; ::read(line_, &letter, 1) == 1 && letter != '\n';) said += letter;
  if (!said.starts_with(ready)) throw std::runtime_error{"the receiver does not start"};
  url_ = net::parse_url(format("http://127.0.0.1:{}/as4", said.substr(ready.size()))).value();
}

ReceivingProcess::~ReceivingProcess() {
  close(line_);
  waitpid(pid_, nullptr, 0);
}

double ReceivingProcess::memory_peak() const {
  std::ifstream in{format("/proc/{}/status", pid_)};
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("VmHWM:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  }
  throw std::runtime_error{"the receiver has ended"};
}

/// On the loop's thread alone.
class Line::Posting {
 public:
  using Clock = std::chrono::steady_clock;

  Posting(net::Client& client, const net::Url& url, std::span<const as4::Outgoing* const> messages,
          std::string_view has)
      : client_(client), url_(url), messages_(messages), has_(has) {}

  void begin(std::size_t connections) {
    under_way_ = std::min(connections, messages_.size());
    for (std::size_t i = under_way_; i > 0; --i) post_next();
  }
  /// From another thread: milliseconds of each, sorted. Throws what went wrong.
  std::vector<double> wait() {
    finished_.get_future().get();
    std::ranges::sort(times_);
    return std::move(times_);
  }

 private:
  void post_next() {
    if (next_ == messages_.size() || !failed_.empty()) return end_one();
    const as4::Outgoing& message = *messages_[next_++];
    client_.send({.method = net::Method::post,
                  .url = url_,
                  .headers = {{"Content-Type", message.content_type}},
                  .body = message.body,
                  .time_max = patience},
                 [this, begun = Clock::now()](const net::Client::Result& answer) {
                   const std::chrono::duration<double, std::milli> took = Clock::now() - begun;
                   times_.push_back(took.count());
                   note(answer);
                   post_next();
                 });
  }
  void note(const net::Client::Result& answer) {
    if (!answer)
      failed_ = answer.error().what;
    else if (as_text(answer->body).find(has_) == std::string_view::npos)
      failed_ = format("answered with {}: {}", answer->status, as_text(answer->body).substr(0, 2'000));
  }
  void end_one() {
    if (--under_way_ > 0) return;
    if (failed_.empty()) return finished_.set_value();
    finished_.set_exception(std::make_exception_ptr(std::runtime_error{failed_}));
  }

  net::Client& client_;
  const net::Url& url_;
  std::span<const as4::Outgoing* const> messages_;
  std::string_view has_;
  std::size_t next_ = 0;
  std::size_t under_way_ = 0;
  std::vector<double> times_;
  std::string failed_;
  std::promise<void> finished_;
};

Passage Line::post(const net::Url& url, pid_t receiver, std::span<const as4::Outgoing* const> messages,
                   std::size_t connections, std::string_view has) {
  require(!messages.empty() && connections > 0 && connections <= connections_max,
          "there is something to post");
  Posting posting{client_, url, messages, has};
  const double before = processor_time(receiver);
  const auto begun = Posting::Clock::now();
  loop_.call([&] { posting.begin(connections); });
  const std::vector<double> times = posting.wait();
  const std::chrono::duration<double> took = Posting::Clock::now() - begun;
  loop_.call([] {});  // whoever finished is done with it
  return {.seconds = took.count(),
          .processor_us = (processor_time(receiver) - before) / static_cast<double>(times.size()),
          .p50_ms = times[times.size() / 2],
          .p99_ms = times[times.size() * 99 / 100],
          .p999_ms = times[times.size() * 999 / 1000]};
}

void replay(as4::Suite suite, std::size_t count) {
  Sender sender{suite, {.name = "S3", .what = "20 KB", .bytes = 20'000}};
  std::vector<as4::Outgoing> messages;
  messages.reserve(count);
  for (std::size_t i = 0; i < count; ++i) messages.push_back(sender.make(format("m{}", i)));
  std::vector<const as4::Outgoing*> all;
  for (const as4::Outgoing& message : messages) all.push_back(&message);
  Line line;
  std::cout << "= ready " << count << std::endl;
  for (std::string order; std::getline(std::cin, order);) {
    std::istringstream fields{order};
    std::string url;
    pid_t receiver = 0;
    std::size_t first = 0;
    std::size_t wanted = 0;
    std::size_t connections = 0;
    fields >> url >> receiver >> first >> wanted >> connections;
    try {
      const auto part = std::span<const as4::Outgoing* const>{all}.subspan(first, wanted);
      const Passage found = line.post(net::parse_url(url).value(), receiver, part, connections,
                                      answer_has(Scenario::Kind::good));
      std::cout << format("= {} {} {} {} {}", found.seconds, found.processor_us, found.p50_ms, found.p99_ms,
                          found.p999_ms)
                << std::endl;
    } catch (const std::exception& failed) {
      std::cout << "= failed: " << failed.what() << std::endl;
    }
  }
}

}  // namespace lintas::bench
