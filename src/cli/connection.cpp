#include "cli/connection.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/files.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"
#include "shell/net/target.hpp"
#include "shell/net/tls.hpp"

namespace lintas::cli {

namespace {

constexpr std::string_view default_node = "http://127.0.0.1:8080";
constexpr std::size_t default_patience = 10;
constexpr std::size_t default_items = 100;
/// Between two attempts to reach a node that is not there.
constexpr std::chrono::milliseconds wait_pause{250};

/// The option, else the variable of the environment.
std::string setting(const Given& given, const Streams& streams, std::string_view option,
                    const char* variable) {
  if (const auto value = given.value(option)) return std::string{*value};
  return streams.environment ? streams.environment(variable) : std::string{};
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::expected<std::shared_ptr<const net::ClientTls>, std::string> tls_of(const std::string& file,
                                                                         const Streams& streams) {
  const auto answer = [](auto made) -> std::expected<std::shared_ptr<const net::ClientTls>, std::string> {
    if (!made) return std::unexpected(std::move(made.error().what));
    return *std::move(made);
  };
  if (file.empty()) return answer(net::ClientTls::of_system());
  auto pem = read_file(file, streams.in);
  if (!pem) return std::unexpected(std::move(pem.error()));
  return answer(net::ClientTls::make({.servers = {.certificates_pem = *std::move(pem), .fingerprints = {}}}));
}

std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
  return out + '\'';
}

}  // namespace

std::expected<std::string, std::string> read_key(std::string_view file, const Streams& streams) {
  if (file != "-") {
    std::error_code error;
    const auto status = std::filesystem::status(std::filesystem::path{file}, error);
    using std::filesystem::perms;
    if (!error && (status.permissions() & (perms::group_all | perms::others_all)) != perms::none)
      return std::unexpected(format("{}: others may read it; make it yours alone with chmod 600", file));
  }
  auto text = read_file(file, streams.in);
  if (!text) return text;
  text->erase(text->find_last_not_of(" \t\r\n") + 1);
  if (text->empty() || text->find_first_of(" \t\r\n") != std::string::npos || !net::is_field_value(*text))
    return std::unexpected(format("{}: holds no API key; it is one word, as lk_…", file));
  return text;
}

Session::Session(const Given& given, const Streams& streams, std::unique_ptr<Http> http)
    : given_(&given), streams_(&streams), http_(std::move(http)) {}

std::expected<Session, Exit> Session::open(const Given& given, const Streams& streams) {
  std::string address = setting(given, streams, "--node", "LINTAS_NODE");
  if (address.empty()) address = default_node;
  auto url = net::parse_url(address);
  if (!url || url->target != "/") {
    return std::unexpected(
        refuse(given, streams, format("'{}' is no address of a node as https://node.example:8443", address)));
  }
  Account account{.node = *std::move(url)};
  const auto unreadable = [&](std::string_view why) {
    streams.err << "lintas " << given.command->name << ": " << why << '\n';
    return std::unexpected(Exit::unreadable);
  };
  if (const auto file = setting(given, streams, "--key-file", "LINTAS_KEY_FILE"); !file.empty()) {
    auto key = read_key(file, streams);
    if (!key) return unreadable(key.error());
    account.key = *std::move(key);
  }
  if (!account.node.tls && !account.key.empty() && !is_this_machine(account.node.host)) {
    return std::unexpected(refuse(
        given, streams,
        format("{} would carry your key over the network in clear; use https", account.node.authority())));
  }
  if (account.node.tls) {
    auto tls = tls_of(setting(given, streams, "--ca", "LINTAS_CA"), streams);
    if (!tls) return unreadable(tls.error());
    account.tls = *std::move(tls);
  }
  const std::chrono::seconds patience{given.number("--patience").value_or(default_patience)};
  return Session{given, streams, std::make_unique<Http>(std::move(account), patience)};
}

void Session::say_how_to_repeat(const Ask& ask, bool may_have_arrived) const {
  if (ask.method == net::Method::get) return;
  std::ostream& err = streams_->err;
  err << (may_have_arrived ? "  It is not known whether the node carried it out. "
                           : "  Nothing was carried out. ");
  if (ask.idempotency_key.empty()) {
    err << "The same call may be repeated: the node takes nothing twice.\n";
  } else {
    err << "To repeat it safely, add\n  --idempotency-key " << shell_quoted(ask.idempotency_key) << '\n';
  }
}

Exit Session::unreachable(const Ask& ask, const Unreachable& failure) const {
  streams_->err << "lintas " << given_->command->name << ": the node at " << http_->account().node.authority()
                << " cannot be reached: " << printable(failure.what) << '\n';
  say_how_to_repeat(ask, failure.may_have_arrived);
  return Exit::unreachable;
}

Exit Session::refused(const Ask& ask, const net::Response& response) const {
  // 429 is a node that is busy, to a trader.
  const bool cannot = response.status >= 500 || response.status == 429;
  const Json problem = Json::parse(as_text(response.body), nullptr, false);
  const bool readable = problem.is_object();
  std::ostream& err = streams_->err;
  err << "lintas " << given_->command->name << ": ";
  if (!readable) {
    err << http_->account().node.authority() << " answers " << response.status << ' '
        << net::reason_phrase(response.status) << ", not as a node does; compare --node\n";
  } else {
    err << (cannot ? "the node cannot do it now\n" : "refused\n");
    if (json()) {
      streams_->out << json_line(problem);
    } else {
      print_problem(err, problem, streams_->width);
    }
  }
  if (const auto pause = response.headers.find("Retry-After"))
    err << "  Ask again after " << printable(*pause) << " s.\n";
  if (!cannot) return readable ? Exit::invalid : Exit::unreachable;
  // Busy is said before any work; after another failure nobody knows.
  say_how_to_repeat(ask, response.status != 429 && response.status != 503);
  return Exit::unreachable;
}

std::expected<net::Response, Exit> Session::judged(const Ask& ask, Http::Result result) {
  if (!result) return std::unexpected(unreachable(ask, result.error()));
  if (result->status / 100 != 2) return std::unexpected(refused(ask, *result));
  return *std::move(result);
}

std::expected<Json, Exit> Session::json_of(const Ask& ask, Http::Result result) {
  const auto response = judged(ask, std::move(result));
  if (!response) return std::unexpected(response.error());
  if (response->body.empty()) return Json::object();
  Json answer = Json::parse(as_text(response->body), nullptr, false);
  if (answer.is_object()) return answer;
  return std::unexpected(
      unreachable(ask, {.what = "its answer is no JSON object; compare --node", .may_have_arrived = true}));
}

Http::Result Session::answer_to(const Ask& ask) {
  const auto begin = std::chrono::steady_clock::now();
  const std::chrono::seconds longest{given_->number("--wait").value_or(0)};
  for (bool first = true;; first = false) {
    auto result = http_->ask(ask);
    if (result || (result.error().may_have_arrived && ask.method != net::Method::get)) return result;
    if (std::chrono::steady_clock::now() - begin + wait_pause > longest) return result;
    if (first) {
      streams_->err << "lintas " << given_->command->name << ": the node at " << authority()
                    << " cannot be reached yet: " << printable(result.error().what) << "; waiting for it\n";
    }
    std::this_thread::sleep_for(wait_pause);
  }
}

std::expected<net::Response, Exit> Session::ask(const Ask& ask) { return judged(ask, answer_to(ask)); }
std::expected<Json, Exit> Session::ask_json(const Ask& ask) { return json_of(ask, answer_to(ask)); }

Exit Session::save(const Ask& ask, const std::string& file) {
  const auto answer = this->ask(ask);
  if (!answer) return answer.error();
  if (const auto written = write_file(file, as_text(answer->body)); !written) {
    streams_->err << "lintas " << given_->command->name << ": " << written.error() << '\n';
    return Exit::unreadable;
  }
  if (json()) {
    streams_->out << json_line({{"file", file}});
  } else {
    streams_->out << file << '\n';
  }
  return Exit::ok;
}

Exit Session::each_item(const std::string& path, std::vector<net::Parameter> query, std::size_t most,
                        const std::function<void(const Json&)>& each) {
  std::size_t count = 0;
  nearest_.clear();
  query.push_back({.name = "limit", .value = {}});
  query.push_back({.name = "after", .value = {}});
  while (count < most) {
    query[query.size() - 2].value = format("{}", std::min(most - count, limits::api_page_max));
    const Ask ask{.path = with_query(path, query)};
    const auto page = ask_json(ask);
    if (!page) return page.error();
    const auto items = page->find("items");
    if (items == page->end() || !items->is_array())
      return unreachable(ask, {.what = "its answer is no list; compare --node", .may_have_arrived = false});
    // Short lists come whole, whatever was asked for.
    const std::size_t wanted = std::min(most - count, items->size());
    for (std::size_t i = 0; i < wanted; ++i) each((*items)[i]);
    if (const auto near = page->find("nearest"); near != page->end()) nearest_ = text_of(*near);
    count += wanted;
    if (wanted < items->size()) break;
    const auto next = page->find("next");
    if (next == page->end() || !next->is_string()) return Exit::ok;
    // A page that leads back to itself would be read for ever.
    if (next->get_ref<const std::string&>() == query.back().value) return Exit::ok;
    query.back().value = next->get<std::string>();
  }
  streams_->err << "lintas " << given_->command->name << ": there may be more; --limit shows them\n";
  return Exit::ok;
}

Exit Session::print_list(const std::string& path, const std::vector<net::Parameter>& query,
                         std::span<const Shown> columns, const std::function<void(Json&)>& for_people) {
  Json items = Json::array();
  const Exit exit =
      each_item(path, query, given_->number("--limit").value_or(default_items), [&](const Json& item) {
        if (json()) {
          streams_->out << json_line(item);
        } else {
          items.push_back(item);
          if (for_people) for_people(items.back());
        }
      });
  if (exit != Exit::ok || json()) return exit;
  if (items.empty()) {
    streams_->err << "Nothing found" << (nearest_.empty() ? "" : "; the nearest is ") << nearest_ << '\n';
  } else {
    print_table(streams_->out, items, columns);
  }
  return exit;
}

std::string Session::address() const {
  std::string text = http_->account().node.str();
  text.pop_back();  // the address of a node is its root: `open` takes no other
  return text;
}

std::string Session::idempotency_key() const {
  const auto given = given_->value("--idempotency-key");
  return given ? std::string{*given} : new_idempotency_key();
}

std::string path_of(std::string_view before, std::string_view segment, std::string_view behind) {
  return format("{}{}{}", before, net::percent_encoded(segment), behind);
}

}  // namespace lintas::cli
