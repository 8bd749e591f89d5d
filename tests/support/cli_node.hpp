#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <initializer_list>
#include <mutex>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "tests/support/temporary_folder.hpp"

/// The command line before a node that is scripted.
namespace lintas::cli {

inline constexpr std::string_view refusal_text =
    R"({"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"d","code":"LST-003",)"
    R"("errors":[{"rule":"LST-003","pointer":"/CC015C/CustomsOfficeOfDeparture/referenceNumber",)"
    R"("value":"SG\u001b[31mX","text":"There is no such customs office on this day.",)"
    R"("remedy":"Compare the office.","permanent":true}],"trace_id":"00ff"})";

/// A node that says what the test tells it to, and remembers what it was asked.
class Node : public testing::Test {
 protected:
  struct Scripted {
    std::uint16_t status = 200;
    std::string body{};
    std::string retry_after{};
    std::string etag{};
  };

  Node() : server_{loop_, router_, {.listeners = {{.name = "api"}}}} {
    key_file_ = (folder_.path() / "key").string();
    std::ofstream{key_file_} << "lk_secret\n";
    using std::filesystem::perms;
    std::filesystem::permissions(key_file_, perms::owner_read | perms::owner_write);
  }

  /// Answers in their order; the last one again and again.
  void says(net::Method method, const std::string& pattern, std::vector<Scripted> answers) {
    router_.add({.method = method,
                 .pattern = pattern,
                 .body_bytes_max = limits::message_bytes_max,
                 .handle = [this, answers = std::move(answers), next = std::size_t{0}](
                               net::Request request, net::Responder respond) mutable {
                   const Scripted& one = answers[next];
                   if (next + 1 < answers.size()) ++next;
                   auto response = net::text_response(
                       one.status, one.status < 400 ? "application/json" : "application/problem+json",
                       one.body);
                   if (!one.retry_after.empty()) response.headers.set("Retry-After", one.retry_after);
                   if (!one.etag.empty()) response.headers.set("ETag", one.etag);
                   {
                     const std::lock_guard hold{lock_};
                     asked_.push_back(std::move(request));
                   }
                   respond(std::move(response));
                 }});
  }

  /// It describes its acts so, and takes each of them.
  void takes_acts(std::string_view description) {
    says(net::Method::get, "/v1/openapi.json", {{.body = std::string{description}}});
    says(net::Method::post, "/v1/acts/{name}", {{.body = R"({"accepted":true,"done":"done"})"}});
  }

  struct Run {
    Exit exit;
    std::string out;
    std::string err;
  };
  Run lintas(std::initializer_list<std::string_view> arguments, std::string_view input = {}) {
    return lintas(std::vector<std::string>{arguments.begin(), arguments.end()}, input);
  }
  Run lintas(const std::vector<std::string>& arguments, std::string_view input = {}) {
    std::istringstream in{std::string{input}};
    std::ostringstream out;
    std::ostringstream err;
    const std::vector<std::string_view> kept{arguments.begin(), arguments.end()};
    const auto environment = [this](const std::string& name) {
      if (name == "LINTAS_NODE") return format("http://127.0.0.1:{}", server_.port(0));
      return name == "LINTAS_KEY_FILE" ? key_file_ : std::string{};
    };
    const Streams streams{
        .in = in, .out = out, .err = err, .environment = environment, .is_screen = is_screen_};
    const Exit exit = run(kept, streams);
    return {.exit = exit, .out = out.str(), .err = err.str()};
  }

  /// The act that the command sends, as "doc.send {}", without the member that names what it is about. That
  /// one has to be `named`, in JSON.
  std::string act_sent_by(std::initializer_list<std::string_view> arguments, const std::string& named_by,
                          std::string_view named) {
    const Run run = lintas(arguments);
    EXPECT_EQ(run.exit, Exit::ok) << run.err;
    const net::Request request = asked(times() - 1);
    auto content = Json::parse(as_text(request.body));
    EXPECT_EQ(content[named_by].dump(), named);
    content.erase(named_by);
    return format("{} {}", request.parameter("name"), content.dump());
  }

  /// At which nobody listens.
  [[nodiscard]] std::uint16_t free_port() {
    const net::Server briefly{loop_, router_, {.listeners = {{.name = "briefly"}}}};
    return briefly.port(0);
  }

  [[nodiscard]] net::Request asked(std::size_t n) {
    const std::lock_guard hold{lock_};
    EXPECT_LT(n, asked_.size());
    return n < asked_.size() ? asked_[n] : net::Request{};
  }
  [[nodiscard]] std::size_t times() {
    const std::lock_guard hold{lock_};
    return asked_.size();
  }

  test::TemporaryFolder folder_;
  std::string key_file_;
  bool is_screen_ = false;
  std::mutex lock_;
  std::vector<net::Request> asked_;
  net::Router router_;
  net::Loop loop_;
  net::Server server_;
};

}  // namespace lintas::cli
