#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/feed.hpp"
#include "shell/api/json.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "tests/sim/node_interface.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/sim/told_event.hpp"
#include "tests/support/random.hpp"
#include "tests/support/store_reader.hpp"

namespace lintas::sim {

/// Follow what happens at a node as server-sent events (GET /v1/events/stream): are cut off, also within a
/// line, find the node dead or busy, come back behind the last id that they saw, and hold in the end what
/// they took against the log.
class FeedReaders {
 public:
  struct Wish {
    std::string name;
    access::Actor owner;  ///< whose right to what happens does not change
  };
  /// What a reader, or a node, that is wrong would make of it, so that the laws are seen to notice. The other
  /// one that is heard is the last of the wishes.
  enum class Mistake : std::uint8_t { none, forgets_its_place, passes_one_over, hears_another };
  /// Whose a thing is, whatever the node's interface thinks: the party; nothing where that is not known.
  using OwnerOf = std::function<std::optional<std::string>(const app::StreamRow&)>;

  FeedReaders(World& world, NodeInterface& interface, const std::vector<Wish>& wishes, OwnerOf owner_of)
      : world_(world),
        interface_(interface),
        node_(interface.node()),
        random_(world.random().next()),
        owner_of_(std::move(owner_of)) {
    interface_.tell_of_death([this] {
      for (Reader& one : readers_)
        if (one.is_there) cut_off(one);
    });
    for (const Wish& wish : wishes) {
      auto key = interface_.issue(wish.owner);
      readers_.push_back({.wish = wish, .key = std::move(key.key), .hash = key.hash});
    }
    for (Reader& one : readers_) come_back(one);
  }
  ~FeedReaders() { interface_.stop(); }
  FeedReaders(const FeedReaders&) = delete;
  FeedReaders& operator=(const FeedReaders&) = delete;

  /// The reader of that name does it when it has taken something: once, or hears another from then on.
  void read_wrongly(std::string_view who, Mistake mistake) {
    mistaken_ = who;
    mistake_ = mistake;
  }
  [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }

  /// When all is well and a while has passed: each comes back once more and stays, and then is judged.
  void look_at_the_end() {
    using namespace std::chrono_literals;
    stays_ = true;
    world_.run_for(away_max + 1min);
    law(becomes_quiet(), "the feed comes to an end");
    law(cut_within_a_line_ > 0, "a reader was cut off within a line");
    for (const Reader& one : readers_) {
      const auto wrong = what_is_wrong(feed_of(one), one.taken);
      law(!wrong, one.wish.name + ": " + wrong.value_or(""));
      law(!one.taken.empty(), one.wish.name + " was told something");
      check_owners(one);
    }
  }

  using Event = ToldEvent;
  /// Each event of the feed is taken once, in its order, and nothing beside them.
  [[nodiscard]] static std::optional<std::string> what_is_wrong(const std::vector<Event>& feed,
                                                                const std::vector<Event>& taken) {
    for (std::size_t i = 0; i < taken.size(); ++i) {
      if (i < feed.size() && feed[i] == taken[i]) continue;
      const std::string which = taken[i].type + ' ' + taken[i].cursor;
      const auto found = std::ranges::find(feed, taken[i].cursor, &Event::cursor);
      if (found == feed.end()) return which + ": it is not in the feed";
      const auto place = static_cast<std::size_t>(found - feed.begin());
      if (place < i) return which + ": it had come before";
      if (place > i) return which + ": one was left out before it";
      return which + ": the feed has another event there";
    }
    if (taken.size() == feed.size()) return std::nullopt;
    return format("{} of {} have come", taken.size(), feed.size());
  }

 private:
  struct Reader {
    Wish wish;
    std::string key;
    Hash256 hash;                             ///< of the key
    bool is_there = false;                    ///< it has asked for the stream, or has it
    std::uint64_t line = 0;                   ///< number of its connection: what came by others is lost
    std::shared_ptr<net::Ongoing> body = {};  ///< while the connection holds
    std::string unread = {};                  ///< the begin of an event
    std::string place = {};                   ///< the last id that it saw
    std::vector<Event> taken = {};            ///< in the order in which they came
  };

  static constexpr std::chrono::minutes away_max{60};
  static constexpr std::chrono::minutes there_max{20};

  // ---- lines

  [[nodiscard]] std::chrono::milliseconds below(std::chrono::milliseconds most) {
    return std::chrono::milliseconds{random_.below(static_cast<std::size_t>(most.count()))};
  }

  /// After the pause that the stream asks for, or much later.
  void come_back(Reader& one) {
    using namespace std::chrono_literals;
    const std::uint64_t line = ++one.line;
    const auto pause = 3s + (random_.chance(50) ? below(away_max) : 0ms);
    world_.after(pause, [this, &one, line] {
      if (one.line == line) connect(one);
    });
  }
  void cut_off(Reader& one) {
    one.is_there = false;
    one.unread.clear();
    const auto body = std::exchange(one.body, nullptr);  // goes last: what it drops finds another line
    come_back(one);
  }

  void connect(Reader& one) {
    if (!interface_.is_alive()) return come_back(one);
    one.is_there = true;
    net::Request request{.method = net::Method::get, .target = "/v1/events/stream"};
    request.headers.add("Authorization", "Bearer " + key_of(one));
    if (is_mistaken(one, Mistake::forgets_its_place)) {
      one.place.clear();
      mistake_ = Mistake::none;
    }
    if (!one.place.empty()) request.headers.add("Last-Event-ID", one.place);
    interface_.ask(std::move(request), [this, &one, line = one.line](net::Response answer) {
      if (one.line == line) answered(one, std::move(answer));
    });
  }
  void answered(Reader& one, net::Response answer) {
    if (answer.status != 200) {
      law(answer.status == 429 || answer.status >= 500, format("{}: {}", one.wish.name, answer.status));
      return cut_off(one);
    }
    law(answer.headers.find("Content-Type") == "text/event-stream", one.wish.name + " is given a stream");
    one.body = std::move(answer.ongoing);
    if (!stays_) {
      world_.after(below(there_max), [this, &one, line = one.line] {
        if (one.line == line && !stays_) cut_off(one);
      });
    }
    ask_for_more(one);
  }
  /// It may be told within the call, and with locks held: it reads later, as a network does.
  void ask_for_more(Reader& one) {
    one.body->next(net::NextPiece{[this, &one, line = one.line](std::optional<Bytes> piece) {
      world_.after(std::chrono::milliseconds{1 + random_.below(500)},
                   [this, &one, line, piece = std::move(piece)] {
                     if (one.line == line) came(one, piece ? as_text(*piece) : std::string_view{});
                   });
    }});
  }
  void came(Reader& one, std::string_view piece) {
    if (piece.empty()) return cut_off(one);
    if (!stays_ && random_.chance(10)) {
      ++cut_within_a_line_;
      read(one, piece.substr(0, random_.below(piece.size())));
      return cut_off(one);
    }
    read(one, piece);
    ask_for_more(one);
  }

  // ---- what comes (WHATWG HTML 9.2.6), with line ends as this node writes them

  void read(Reader& one, std::string_view piece) {
    constexpr std::string_view blank_line = "\n\n";
    one.unread += piece;
    for (auto end = one.unread.find(blank_line); end != std::string::npos;
         end = one.unread.find(blank_line)) {
      take(one, one.unread.substr(0, end));
      one.unread.erase(0, end + blank_line.size());
    }
  }
  void take(Reader& one, const std::string& event) {
    constexpr std::string_view id = "id: ";
    constexpr std::string_view data = "data: ";
    std::optional<api::Json> told;
    for (const std::string_view line : api::split(event, '\n')) {
      if (line.starts_with(id)) one.place = line.substr(id.size());
      if (line.starts_with(data)) told = api::Json::parse(line.substr(data.size()));
    }
    if (!told) return;
    law(told->at("cursor") == one.place, one.wish.name + ": an event has its cursor as id");
    if (is_mistaken(one, Mistake::passes_one_over)) {
      mistake_ = Mistake::none;
      return;
    }
    one.taken.push_back(event_in(*told));
  }

  // ---- mistakes

  [[nodiscard]] bool is_mistaken(const Reader& one, Mistake mistake) const {
    return mistake_ == mistake && one.wish.name == mistaken_ && !one.taken.empty();
  }
  [[nodiscard]] const std::string& key_of(const Reader& one) const {
    return is_mistaken(one, Mistake::hears_another) ? readers_.back().key : one.key;
  }

  // ---- the laws

  void law(bool holds, std::string what) {
    if (!holds) broken_.push_back(std::move(what));
  }

  [[nodiscard]] bool becomes_quiet() {
    using namespace std::chrono_literals;
    for (int minutes = 0; minutes < 60; ++minutes) {
      const auto before = node_.store().counters().seq;
      world_.run_for(1min);
      if (before == node_.store().counters().seq) return true;
    }
    return false;
  }

  /// What there was to tell, as its owner may see it now.
  [[nodiscard]] std::vector<Event> feed_of(const Reader& one) {
    const auto core = interface_.core();
    const auto actor = interface_.keys().find(one.hash, world_.now());
    require(actor.has_value(), "the key is good");
    std::vector<Event> found;
    for (api::Feed::Part part{.items = {}, .places = {}, .more = true}; part.more;) {
      test::StoreReader reader{node_.store()};
      part = api::Feed{*core, reader}.look(*actor, part.last, 100);
      for (const api::Json& item : part.items) found.push_back(event_in(item));
    }
    return found;
  }

  /// By the log and what lies in it, not by what the interface makes of rights.
  void check_owners(const Reader& one) {
    const std::string& party = one.wish.owner.party;
    if (party.empty()) return;
    std::map<std::string_view, bool> taken;
    for (const Event& event : one.taken) taken[event.cursor] = true;
    const auto core = interface_.core();
    std::size_t own = 0;
    for (const app::EventRow& event : node_.store().feed(app::Seq::none, 1'000'000)) {
      const auto row = node_.store().stream(event.stream);
      const auto owner = row ? owner_of_(*row) : std::nullopt;
      if (!owner) continue;
      const bool is_told = taken.contains(core->feed_cursor(static_cast<std::int64_t>(event.seq)));
      own += *owner == party ? 1U : 0U;
      law(is_told || *owner != party, one.wish.name + ": what is its own is told");
      law(!is_told || *owner == party, one.wish.name + ": nothing of another party is told");
    }
    law(own > 0, one.wish.name + " has something of its own");
  }

  World& world_;
  NodeInterface& interface_;
  Node& node_;
  test::Random random_;
  OwnerOf owner_of_;
  std::vector<Reader> readers_;  ///< all there from the beginning
  std::size_t cut_within_a_line_ = 0;
  bool stays_ = false;
  Mistake mistake_ = Mistake::none;
  std::string mistaken_;
  std::vector<std::string> broken_;
};

}  // namespace lintas::sim
