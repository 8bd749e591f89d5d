#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/code/records.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/grn.hpp"
#include "core/webhooks/state.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/national.hpp"
#include "shell/api/api.hpp"
#include "shell/api/core.hpp"
#include "shell/api/keys.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/support/memory_files.hpp"
#include "tests/support/random.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/store_reader.hpp"
#include "tests/support/world.hpp"

namespace lintas::sim {

/// What a node shows to software, as shell/node makes it. It lives and dies with the node, and has nothing
/// but the node's store and its own timers: what is being asked, looked up or posted when the node dies is
/// gone.
class NodeInterface {
 public:
  /// `tick`: how often the node looks at its clocks; its timers are no finer.
  NodeInterface(World& world, const std::string& country, const workflow::National& national,
                std::chrono::milliseconds tick)
      : world_(world),
        node_(world.node(country)),
        national_(national),
        tick_(tick),
        random_(world.random().next()),
        entropy_(random_.next()) {
    node_.take_in({.starts = [this] { begin(); },
                   .dies = [this] { end(); },
                   .decided = [this] { life_->api.happened(); }});
  }
  ~NodeInterface() { stop(); }
  NodeInterface(const NodeInterface&) = delete;
  NodeInterface& operator=(const NodeInterface&) = delete;

  /// Posts of webhooks go there.
  void posts_go_to(std::function<void(api::WebhookPost)> deliver) { deliver_ = std::move(deliver); }
  /// Told when it dies, before anything of it is gone and when nothing of it answers any more.
  void tell_of_death(std::function<void()> what) { mourners_.push_back(std::move(what)); }
  /// From now on it always has room.
  void calm() { calm_ = true; }
  /// For good: whoever asked or mourned may go then.
  void stop() {
    node_.take_in({});
    end();
    mourners_.clear();
  }

  [[nodiscard]] bool is_alive() const { return life_ != nullptr; }
  [[nodiscard]] Node& node() { return node_; }
  [[nodiscard]] auto issue(const access::Actor& owner) {
    return keys_.make({.actor = owner, .created = world_.now(), .expires = {}}, entropy_);
  }
  [[nodiscard]] const api::Keys& keys() const { return keys_; }
  /// As the node's own, to look at the same store.
  [[nodiscard]] std::shared_ptr<api::Core> core() { return std::make_shared<api::Core>(ports(*life_)); }

  /// The answer may never come: then the node has died. Precondition: it is alive, and the key is good.
  void ask(net::Request request, std::move_only_function<void(net::Response)> then) {
    request.path = net::parse_target(request.target).value().path;
    require(life_->routes.admit(request).has_value(), "the key is good");
    life_->routes.handle(std::move(request), net::Responder{std::move(then)});
  }

 private:
  /// From a start of the node to its death, and what is under way in it.
  struct Life final : app::Service {
    explicit Life(NodeInterface& world) : of(world), api(world.ports(*this)) { api.add_to(routes); }

    void ask(workflow::Command command, OnReply on_reply) override {
      if (of.is_over(*this)) return;
      if (of.has_no_room()) return on_reply({.kind = workflow::Reply::Kind::busy});
      const std::uint64_t number = ++of.last_;
      asked.emplace(number, std::move(on_reply));
      of.node_.ask(std::move(command),
                   [&of = of, number](const workflow::Reply& reply) { of.replied(number, reply); });
    }
    void consider(workflow::Command command, OnConsidered on_considered) override {
      command.at = of.world_.now();
      on_considered(of.node_.executor().consider(command));
    }
    bool read(app::Share /*share*/, std::move_only_function<void(app::Reader&)> work) override {
      return post({}, [&of = of, work = std::move(work)]() mutable {
        test::StoreReader reader{of.node_.store()};
        work(reader);
      });
    }
    bool post(app::Share /*share*/, std::move_only_function<void()> work) override {
      if (of.is_over(*this) || of.has_no_room()) return false;
      of.put_off(of.while_threads_work(), [&of = of, work = std::move(work)]() mutable {
        try {
          work();
        } catch (const app::StoreFailure&) {
          require(of.node_.disk_is_down(), "a store fails with the power alone");
          return;  // the writer will notice
        }
      });
      return true;
    }

    NodeInterface& of;
    api::Api api;
    net::Router routes;
    std::map<std::uint64_t, std::move_only_function<void()>> works;
    std::map<std::uint64_t, OnReply> asked;
  };

  void begin() {
    life_ = std::make_unique<Life>(*this);
    life_->api.happened();
  }
  /// What goes down with it finds no life any more, and does nothing.
  void end() {
    const std::unique_ptr<Life> over = std::exchange(life_, nullptr);
    if (!over) return;
    for (const auto& what : mourners_) what();
  }
  [[nodiscard]] bool is_over(const Life& life) const { return life_.get() != &life; }
  [[nodiscard]] bool has_no_room() { return !calm_ && random_.chance(2); }
  [[nodiscard]] std::chrono::milliseconds while_threads_work() {
    return std::chrono::milliseconds{1 + random_.below(1'500)};
  }

  void put_off(std::chrono::milliseconds pause, std::move_only_function<void()> work) {
    if (!life_) return;
    const std::uint64_t number = ++last_;
    life_->works.emplace(number, std::move(work));
    world_.after(pause, [this, number] {
      if (!life_) return;
      if (auto found = life_->works.extract(number)) found.mapped()();
    });
  }
  void replied(std::uint64_t number, const workflow::Reply& reply) {
    if (!life_) return;
    auto found = life_->asked.extract(number);
    require(!found.empty(), "the node answers each command once, and none of a life before");
    put_off(while_threads_work(),
            [on_reply = std::move(found.mapped()), reply]() mutable { on_reply(std::move(reply)); });
  }

  [[nodiscard]] api::Ports ports(app::Service& service) {
    return {
        .service = service,
        .national = national_,
        .setting = [this] { return national_.setting(); },
        .packer = [this]() -> app::Packer& { return packer_; },
        .entropy = entropy_,
        .clock = [this] { return world_.now(); },
        .hash = [](const Grn&, const AccessCode&) { return AccessCodeHash{}; },
        .keys = keys_,
        .keep_key = [](std::string_view) { return false; },
        .at_risk = [](transit::Declaration&, const message::Message&,
                      const refdata::View&) { return api::AtRisk{}; },
        .print = [](app::Share, std::move_only_function<void()>) { return false; },
        .document_key = [] { return nullptr; },
        .code_handle = [](std::string_view) { return code::Handle{}; },
        .later = [this](std::chrono::milliseconds pause,
                        auto work) { put_off(std::max(pause, tick_), std::move(work)); },
        .webhooks = {.secret = [](std::string_view id,
                                  const webhooks::SecretName&) { return copy_of(as_bytes(id)); },
                     .hmac = [](ByteView, std::span<const ByteView> parts) { return test::sha256(parts); },
                     .sign = [](std::string_view, ByteView) { return Bytes(64); },
                     .public_key = [](std::string_view) { return Bytes(32); },
                     .post =
                         [this](api::WebhookPost post) {
                           if (life_ && deliver_) deliver_(std::move(post));
                         }},
        .attachments = &files_};
  }

  World& world_;
  Node& node_;
  const workflow::National& national_;
  std::chrono::milliseconds tick_;
  test::Random random_;
  test::SeededEntropy entropy_;
  test::PlainPacker packer_;
  test::MemoryFiles files_;
  api::Keys keys_{test::sha256};  ///< beside the store, as the node keeps them
  std::function<void(api::WebhookPost)> deliver_;
  std::vector<std::function<void()>> mourners_;
  std::unique_ptr<Life> life_;  ///< while the node is alive
  std::uint64_t last_ = 0;      ///< number of what is under way, in all lives
  bool calm_ = false;
};

}  // namespace lintas::sim
