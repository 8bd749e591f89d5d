// How many certificates of origin a second go through two nodes, and what does a year of them cost? Malaysia
// issues, Thailand uses: the application as XML (rules, office, exporter), submitted, approved, sent; there
// read, judged and answered, used by one call of the national customs system, and the answer back. Executors
// and SQLite files as in bench_lifecycle, durable, with XML between them; no lines and no signatures (./dev
// bench as4 has those).
//
// The floor is fixed by the scenario: each message once with zstd-3 and libxml2's SAX, a row of 300 bytes for
// each event, commits of its own for as many certificates under way; nothing is decided and no state waits
// for another.
//
//   bench_documents [--documents N] [--under-way N] [--stored N] [--json FILE]
//
// With --stored N so many are played before anything is measured: 800,000 are the ATIGA certificates of a
// year (asw.md 1.4), all through these two nodes.

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <expected>
#include <filesystem>
#include <fstream>
#include <functional>
#include <libxml/parser.h>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>
#include <zstd.h>

#include "bench/declarations.hpp"
#include "bench/floor.hpp"
#include "bench/plain_store.hpp"
#include "bench/report.hpp"
#include "bench/sax.hpp"
#include "bench/station.hpp"

#include "base/fields.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/app/whole_document.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::bench {
namespace {

using access::Role;
using workflow::Reply;
namespace iss = documents::issue_side;
namespace imp = documents::import_side;

constexpr std::array<std::string_view, 2> countries{"MY", "TH"};
constexpr std::string_view number_prefix = "MY-TH 26/";
constexpr std::string_view exporter_tin = "MY199801023456";

struct Options {
  std::size_t documents = 10'000;
  std::size_t under_way = 256;
  std::size_t stored = 0;
};

/// What one certificate makes two states do.
struct Traffic {
  std::atomic<std::size_t> messages = 0;
  std::atomic<std::size_t> bytes = 0;
  std::mutex mutex;
  std::vector<std::string> samples;  ///< the messages of the first certificate
};

class Window {
 public:
  Window(const std::filesystem::path& folder, Meter& meter) : example_(file_text(path_of_example)) {
    for (std::size_t i = 0; i < countries.size(); ++i) {
      const auto place = folder / countries.at(i);
      std::filesystem::create_directories(place);
      stations_.at(i) = std::make_unique<Station>(
          Station::Options{.country = std::string{countries.at(i)},
                           .folder = place,
                           .keys = keys_of_nobody(),
                           .now = morning(),
                           .carry = [this](Envelope envelope) { carry(std::move(envelope)); },
                           .meter = &meter});
    }
  }

  /// Plays so many, the first with this number; returns when everything that they led to has landed.
  void play(std::size_t first, std::size_t count, std::size_t under_way) {
    next_ = first;
    end_ = first + count;
    to_use_ += count;
    const std::size_t at_once = std::min(count, under_way);
    for (std::size_t i = 0; i < at_once; ++i) begin_next();
    // What an answer leads to leaves a moment after it; so all has landed when nothing has been open for a
    // while.
    constexpr std::size_t quiet_for = 20;
    for (std::size_t quiet = 0; quiet < quiet_for;) {
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
      quiet = to_use_ == 0 && open_ == 0 ? quiet + 1 : 0;
    }
  }

  [[nodiscard]] Station& station(std::size_t i) { return *stations_.at(i); }
  [[nodiscard]] Traffic& traffic() { return traffic_; }
  /// How often a node was busy.
  [[nodiscard]] std::size_t busy() const { return busy_; }

 private:
  static constexpr const char* path_of_example = "examples/documents/my-th-gloves-application.xml";

  static documents::DocumentId id_of(std::size_t n) {
    return documents::DocumentId::parse(format("CO-{:016}", n)).value();
  }
  static documents::ReferenceNumber number_of(std::size_t n) {
    return documents::ReferenceNumber::parse(format("{}{:09}", number_prefix, n)).value();
  }

  /// Something that is under way, until it lands.
  void open() { ++open_; }
  void land() { --open_; }
  void begin_next() {
    const std::size_t n = next_++;
    if (n < end_) apply(n);
  }

  [[nodiscard]] std::string application(std::size_t n) const {
    std::string text = example_;
    const auto put = [&](std::string_view what, const std::string& by) {
      const auto at = text.find(what);
      require(at != std::string::npos, "the example has what is replaced");
      text.replace(at, what.size(), by);
    };
    put("PGI-2026-0117-1", format("M-{:09}", n));
    put("PGI-2026-0117", format("A-{:09}", n));
    return text;
  }

  /// As the API makes it (shell/api/document_routes.cpp).
  workflow::Command draft(std::size_t n, app::Packer& packer, const refdata::Snapshot& reference) const {
    const auto document = xml::read(application(n));
    require(document.has_value(), "the application is what its schema accepts");
    documents::Contents contents;
    const Day day = std::chrono::floor<std::chrono::days>(morning());
    const auto read = [&](const message::wco::Declaration& said,
                          const Hash256& hash) -> std::expected<Day, Findings> {
      auto what_it_says = documents::contents_of(said, hash, "CO.ISSUE");
      if (!what_it_says) return std::unexpected(std::move(what_it_says.error()));
      contents = *std::move(what_it_says);
      return day;
    };
    auto payload = app::check_whole(
        *document, {.root = "CO.ISSUE", .number = documents::co_issue, .read = read, .otherwise = day},
        packer, reference);
    require(payload.has_value(), "the application breaks no rule");
    contents.reference.number = {};
    workflow::Command command{
        .id = {},
        .type = workflow::command_in(workflow::issue_block, 0),
        .at = {},
        .actor = {.role = Role::exporter, .party = std::string{exporter_tin}, .person = "clerk"},
        .content = to_cbor(
            iss::DraftCertificate{.document = id_of(n),
                                  .contents = std::move(contents),
                                  .exporter = Tin::parse(exporter_tin).value(),
                                  .application = documents::DocumentId::parse(format("A-{:09}", n)).value()}),
        .payloads = {},
        .lane = {}};
    command.payloads.push_back(*std::move(payload));
    return command;
  }

  /// `ask` is given whom to tell. A node that is busy has stored nothing, as after two seconds of waiting for
  /// its disk; so it is asked again, and the queue is what it waits for.
  void until_taken(std::function<void(Station::OnReply)> ask, const char* what, std::function<void()> next) {
    ask([this, ask, what, next = std::move(next)](const Reply& reply) {
      if (reply.kind == Reply::Kind::busy) {
        ++busy_;
        return until_taken(ask, what, next);
      }
      expect_accepted(reply, what);
      next();
    });
  }

  void apply(std::size_t n) {
    open();
    until_taken(
        [this, n](Station::OnReply on_reply) {
          stations_[0]->take(
              [this, n](app::Packer& packer, const refdata::Snapshot& reference) {
                return draft(n, packer, reference);
              },
              std::move(on_reply));
        },
        "an application",
        [this, n] {
          then(Role::exporter, 1, iss::SubmitApplication{.document = id_of(n), .authenticated = true},
               [this, n] {
                 then(
                     Role::other_agency, 5,
                     iss::ApproveApplication{
                         .document = id_of(n), .number = number_of(n), .qualifying = {1, 2}, .originals = {}},
                     [this, n] {
                       then(Role::other_agency, 6,
                            iss::TransmitCertificate{.document = id_of(n), .authorised = true},
                            [this] { land(); });
                       land();
                     });
                 land();
               });
          land();
        });
  }

  template <class Act, class Then>
  void then(Role role, std::size_t place, const Act& act, Then next) {
    open();
    const access::Actor actor =
        role == Role::exporter
            ? access::Actor{.role = role, .party = std::string{exporter_tin}, .person = "clerk"}
            : access::Actor{.role = role, .person = "issuer-1", .office = "MYPKG001"};
    until_taken(
        [this, actor, place, content = to_cbor(act)](Station::OnReply on_reply) {
          stations_[0]->ask(actor, workflow::command_in(workflow::issue_block, place), content,
                            std::move(on_reply));
        },
        "an act of issue", std::move(next));
  }

  /// One call of the customs system: both items, the quantities of the example.
  void use(std::size_t n) {
    open();
    imp::UtiliseItems act{.certificate = {.state = Country::parse("MY").value(),
                                          .office = documents::IssuingOffice::parse("MYPKG001").value(),
                                          .number = number_of(n)},
                          .declaration = format("D-{:09}", n),
                          .invoices = {"PGI/26/3391"},
                          .lines = {{1, Decimal::of(2400)}, {2, Decimal::of(1200)}},
                          .office = OfficeId::parse("THBKK001").value()};
    until_taken(
        [this, content = to_cbor(act)](Station::OnReply on_reply) {
          stations_[1]->ask({.role = Role::national_system, .party = "CLEARANCE"}, use_command, content,
                            std::move(on_reply));
        },
        "a use",
        [this] {
          --to_use_;
          begin_next();
          land();
        });
  }

  void carry(Envelope envelope) {
    open();
    ++traffic_.messages;
    traffic_.bytes += envelope.xml.size();
    const std::size_t to = envelope.to.str() == countries[0] ? 0 : 1;
    const auto row = envelope.row;
    std::optional<std::size_t> issued;
    if (envelope.xml.contains(":CO.ISSUE ")) {
      const auto at = envelope.xml.find(number_prefix);
      require(at != std::string::npos, "a certificate has its number");
      issued = std::strtoull(envelope.xml.c_str() + at + number_prefix.size(), nullptr, 10);
    }
    {
      const std::scoped_lock lock{traffic_.mutex};
      if (traffic_.samples.size() < samples_most) traffic_.samples.push_back(envelope.xml);
    }
    until_taken([this, to, envelope = std::move(envelope)](
                    Station::OnReply on_reply) { stations_[to]->receive(envelope, std::move(on_reply)); },
                "a message",
                [this, to, row, issued] {
                  stations_[1 - to]->receipted(row);
                  if (issued) use(*issued);
                  land();
                });
  }

  static constexpr std::size_t samples_most = 8;
  static const workflow::CommandType use_command;

  std::string example_;
  std::array<std::unique_ptr<Station>, 2> stations_;
  Traffic traffic_;
  std::atomic<std::size_t> open_ = 0;
  std::atomic<std::size_t> next_ = 0;
  std::size_t end_ = 0;
  std::atomic<std::size_t> to_use_ = 0;
  std::atomic<std::size_t> busy_ = 0;
};

template <class Acts, class Act, std::size_t I = 0>
constexpr std::size_t place_of() {
  if constexpr (std::is_same_v<std::variant_alternative_t<I, Acts>, Act>) {
    return I;
  } else {
    return place_of<Acts, Act, I + 1>();
  }
}
const workflow::CommandType Window::use_command =
    workflow::command_in(workflow::import_block, place_of<imp::Act, imp::UtiliseItems>());

// ---- the floor

/// Seconds of one certificate, by two threads that write what it writes.
Cost floor_of(const std::vector<std::string>& messages, double events, const Options& options) {
  constexpr std::size_t row_bytes = 300;
  const auto folder = fresh("bench-floor");
  const Watch watch;
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < 2; ++i) {
      std::filesystem::create_directories(folder / countries.at(i));
      threads.emplace_back([&, i] {
        PlainStore plain{folder / countries.at(i)};
        const Bytes row(row_bytes, std::byte{'x'});
        ZSTD_CCtx* const compressor = ZSTD_createCCtx();
        Bytes packed;
        for (std::size_t done = 0; done < options.documents; done += options.under_way) {
          plain.commit([&](auto insert) {
            for (std::size_t n = 0; n < std::min(options.under_way, options.documents - done); ++n) {
              for (std::size_t m = i; m < messages.size(); m += 2) {
                const std::string& xml = messages[m];
                sax(xml);
                packed.resize(ZSTD_compressBound(xml.size()));
                insert(ByteView{packed}.first(
                    ZSTD_compressCCtx(compressor, packed.data(), packed.size(), xml.data(), xml.size(), 3)));
              }
              for (double e = 0; e < events / 2; ++e) insert(row);
            }
          });
        }
        ZSTD_freeCCtx(compressor);
      });
    }
  }
  const auto n = static_cast<double>(options.documents);
  const Cost cost{.seconds = watch.seconds() / n, .processor = watch.processor_seconds() / n};
  std::filesystem::remove_all(folder);
  return cost;
}

// ---- what is measured

/// Memory of this process that is its own, MB.
double own_memory() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("RssAnon:")) return std::strtod(line.c_str() + 8, nullptr) / 1024;
  return 0;
}

std::uintmax_t bytes_of(const std::filesystem::path& folder) {
  std::uintmax_t sum = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator{folder})
    if (file.is_regular_file()) sum += file.file_size();
  return sum;
}

std::int64_t events_of(Window& window) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < countries.size(); ++i)
    sum += std::to_underlying(window.station(i).recorder().counters().seq);
  return sum;
}

std::size_t number(int count, char** values, std::string_view name, std::size_t otherwise) {
  for (int i = 1; i + 1 < count; ++i)
    if (values[i] == name) return std::strtoull(values[i + 1], nullptr, 10);
  return otherwise;
}

void run(int count, char** values) {
  Report report{count, values};
  xmlInitParser();
  Options options;
  options.documents = number(count, values, "--documents", options.documents);
  options.under_way = number(count, values, "--under-way", options.under_way);
  options.stored = number(count, values, "--stored", options.stored);
  const auto folder = fresh("bench-documents");
  Meter meter;
  {
    Window window{folder, meter};
    for (std::size_t i = 0; i < countries.size(); ++i) window.station(i).recorder().keeps_batches = false;
    window.play(1, 1, 1);  // what comes only once, and the messages of one certificate
    const std::vector<std::string> messages = window.traffic().samples;
    report.add({"messages of a certificate", static_cast<double>(messages.size()), "", {}});
    std::size_t first = 2;
    if (options.stored > 0) {
      const Watch watch;
      window.play(first, options.stored, options.under_way);
      first += options.stored;
      report.add({format("{} certificates", options.stored), watch.seconds(), "s", {}});
      report.add({"memory of both nodes then", own_memory(), "MB", {}});
    }
    const std::size_t warm_up = options.documents / 10;
    window.play(first, warm_up, options.under_way);
    first += warm_up;
    const std::int64_t events_before = events_of(window);
    const Meter::Times before = meter.times();
    const Watch watch;
    window.play(first, options.documents, options.under_way);
    const auto n = static_cast<double>(options.documents);
    const Cost cost{.seconds = watch.seconds() / n, .processor = watch.processor_seconds() / n};
    const Meter::Times after = meter.times();
    const double events = static_cast<double>(events_of(window) - events_before) / n;
    const Cost floor = floor_of(messages, events, options);
    report.add({"certificates, issued to used, a second", 1 / cost.seconds, "1/s", 1 / floor.seconds});
    report.add({"processor time of one, two nodes", cost.processor * 1e6, "us", floor.processor * 1e6});
    for (std::size_t i = 0; i < stage_names.size(); ++i)
      report.add({stage_names[i], (after[i] - before[i]) / n * 1e6, "us", {}});
    report.add({"events of one", events, "", {}});
    for (std::size_t i = 0; i < countries.size(); ++i) {
      store::SqliteStore& store = window.station(i).end();
      require(store.quarantined().empty(), "no bug was hit");
      require(store.outbox().empty(), "every message is receipted");
      store.checkpoint();
    }
    report.add({"on disk, both nodes, a certificate",
                static_cast<double>(bytes_of(folder)) / static_cast<double>(first - 1 + options.documents),
                "byte",
                {}});
    report.add({"memory of both nodes at the end", own_memory(), "MB", {}});
    report.add({"told that a node is busy", static_cast<double>(window.busy()), "", {}});
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace lintas::bench

int main(int count, char** values) { lintas::bench::run(count, values); }
