#include "shell/net/router.hpp"

#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"

namespace lintas::net {
namespace {

Request asking(Method method, std::string_view text) {
  Request request;
  request.method = method;
  request.target = text;
  auto target = parse_target(text);
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  return request;
}

class Routes : public testing::Test {
 protected:
  void add(Method method, const std::string& pattern) {
    router_.add({.method = method,
                 .pattern = pattern,
                 .body_bytes_max = 10,
                 .handle = [this, pattern](Request request, Responder respond) {
                   called_ = pattern;
                   for (const Parameter& one : request.parameters)
                     called_ += " " + one.name + "=" + one.value;
                   respond({});
                 }});
  }
  /// What was called, or the status of the refusal.
  std::string play(Method method, std::string_view target) {
    called_.clear();
    Request request = asking(method, target);
    const Admission admission = router_.admit(request);
    if (!admission) {
      const auto allow = admission.error().headers.find("Allow");
      return std::to_string(admission.error().status) + (allow ? " " + std::string{*allow} : "");
    }
    router_.handle(std::move(request), Responder{[](Response) {}});
    return called_;
  }
  Router router_;
  std::string called_;
};

TEST_F(Routes, a_word_goes_before_a_parameter) {
  add(Method::get, "/");
  add(Method::get, "/v1/movements/{id}");
  add(Method::get, "/v1/movements/summary");
  add(Method::get, "/v1/{kind}/{id}/events");
  add(Method::post, "/v1/movements");
  EXPECT_EQ(play(Method::get, "/"), "/");
  EXPECT_EQ(play(Method::get, "/v1/movements/24SG"), "/v1/movements/{id} id=24SG");
  EXPECT_EQ(play(Method::get, "/v1/movements/summary?a=b"), "/v1/movements/summary");
  EXPECT_EQ(play(Method::get, "/v1/movements/a%2Fb"), "/v1/movements/{id} id=a/b");
  EXPECT_EQ(play(Method::get, "/v1/movements/7/events"), "/v1/{kind}/{id}/events kind=movements id=7");
  EXPECT_EQ(play(Method::head, "/v1/movements/24SG"), "/v1/movements/{id} id=24SG");
  EXPECT_EQ(play(Method::post, "/v1/movements"), "/v1/movements");
}

TEST_F(Routes, NET_008_and_NET_009_say_what_there_is_not) {
  add(Method::get, "/a/{id}");
  add(Method::remove, "/a/{id}");
  EXPECT_EQ(play(Method::get, "/a"), "404");
  EXPECT_EQ(play(Method::get, "/a/b/c"), "404");
  EXPECT_EQ(play(Method::get, "/a/"), "404") << "nothing is no id";
  EXPECT_EQ(play(Method::get, "/a/b/"), "404");
  EXPECT_EQ(play(Method::post, "/a/b"), "405 GET, DELETE, HEAD, OPTIONS");
  EXPECT_EQ(play(Method::options, "/a/b"), "204 GET, DELETE, HEAD, OPTIONS");
  EXPECT_EQ(play(Method::trace, "/a/b"), "405 GET, DELETE, HEAD, OPTIONS");
  EXPECT_EQ(play(Method::options, "/b"), "404");
}

TEST_F(Routes, what_is_longer_than_any_body_comes_in_pieces) {
  Router::Route route{.method = Method::post,
                      .pattern = "/long/{id}",
                      .body_bytes_max = limits::http_body_bytes_max + 1,
                      .handle = [](Request, Responder) {},
                      .admit = {}};
  EXPECT_THROW(router_.add(route), Bug) << "nobody would take it";
  route.stream = [this](Request head, Responder) {
    called_ = head.parameter("id");
    return std::shared_ptr<Incoming>{};
  };
  route.whole_bytes_max = 7;
  router_.add(route);
  Request request = asking(Method::post, "/long/42");
  const Admission admission = router_.admit(request);
  ASSERT_TRUE(admission.has_value());
  EXPECT_EQ(admission->bytes_max, limits::http_body_bytes_max + 1);
  EXPECT_EQ(admission->whole_bytes_max, 7U);
  EXPECT_EQ(router_.stream(std::move(request), Responder{[](Response) {}}), nullptr);
  EXPECT_EQ(called_, "42");
}

TEST_F(Routes, a_table_with_a_mistake_is_a_bug) {
  add(Method::get, "/a/{id}");
  EXPECT_THROW(add(Method::get, "/a/{name}"), Bug);
  for (const char* pattern : {"", "a", "/a/", "//", "/{", "/{}", "/a{b}", "/{a}b"}) {
    EXPECT_THROW(add(Method::get, pattern), Bug) << pattern;
  }
  add(Method::post, "/a/{name}");
  EXPECT_THROW((void)asking(Method::get, "/a").parameter("id"), Bug);
}

}  // namespace
}  // namespace lintas::net
