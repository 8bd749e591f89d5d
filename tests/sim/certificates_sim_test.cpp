#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/attachments/abroad.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/documents/verification/state.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/refdata/tables.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_documents.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/stream.hpp"
#include "tests/sim/cancellation_list_readers.hpp"
#include "tests/sim/certificate_laws.hpp"
#include "tests/sim/list_readers.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/sim/states.hpp"
#include "tests/support/documents_world.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/world.hpp"

/// Ten states issue certificates of origin to each other, use them and have them verified, while nodes die,
/// lines break for days and messages are lost, repeated and reordered. Then nobody acts any more, all is
/// well, and more than a year passes, so that every clock runs out that can; then the laws have to hold.
namespace lintas::sim {
namespace {

using namespace std::chrono_literals;
using test::DocumentsWorld;
using workflow::Reply;
namespace att = attachments;

// ---- ten states

struct Member {
  std::string_view state;
  std::string_view office;  ///< issues, and clears imports
};
constexpr std::array members{
    Member{"BN", "BNMUA001"}, Member{"ID", "IDJKT001"}, Member{"KH", "KHPNH001"}, Member{"LA", "LATNL001"},
    Member{"MM", "MMRGN001"}, Member{"MY", "MYPKG001"}, Member{"PH", "PHMNL001"}, Member{"SG", "SGWDL001"},
    Member{"TH", "THBKK001"}, Member{"VN", "VNHPH001"},
};

std::string office_of(std::string_view state) {
  return std::string{std::ranges::find(members, state, &Member::state)->office};
}

/// Those of which the program brings no law and no office have Malaysia's, and an office like its port.
refdata::Tables tables_of_ten() {
  const Country like = Country::parse("MY").value();
  const OfficeId port = OfficeId::parse(office_of("MY")).value();
  refdata::Tables tables = seed::reference(like).tables();
  std::vector<refdata::StateLaws::Row> laws(tables.laws.rows().begin(), tables.laws.rows().end());
  std::vector<refdata::Offices::Row> offices(tables.offices.rows().begin(), tables.offices.rows().end());
  const auto add = [](auto& rows, const auto& of, const auto& key) {
    const auto known = rows;
    for (auto row : known) {
      if (row.key != of) continue;
      row.key = key;
      rows.push_back(std::move(row));
    }
  };
  for (const Member& member : members) {
    if (std::ranges::find(seed::states(), member.state) != seed::states().end()) continue;
    add(laws, like, Country::parse(member.state).value());
    add(offices, port, OfficeId::parse(member.office).value());
  }
  tables.laws = refdata::StateLaws::of(std::move(laws)).value();
  tables.offices = refdata::Offices::of(std::move(offices)).value();
  return tables;
}

std::shared_ptr<const refdata::Snapshot> reference_of(const std::string& state) {
  static const refdata::Tables ten = tables_of_ten();
  static std::map<std::string, std::shared_ptr<const refdata::Snapshot>> known;
  auto& reference = known[state];
  if (!reference) {
    refdata::Tables tables = ten;
    tables.home_state = Country::parse(state).value();
    reference = std::make_shared<const refdata::Snapshot>(std::move(tables));
  }
  return reference;
}

// ---- mistakes that the laws have to see

enum class Mistake : std::uint8_t {
  none,
  draws_are_forgotten,
  uses_are_forgotten,
  replies_have_no_clock,
  an_act_is_a_bug,
  a_result_is_told_wrongly,
  a_message_is_refused,
  nothing_is_listed,
};

/// A node that makes one of them. Its own laws are blind to what it has forgotten.
class Mistaken final : public StateBusiness {
 public:
  Mistaken(const std::string& state, const std::vector<const workflow::Part*>& parts, Mistake mistake)
      : StateBusiness(state, reference_of(state), parts), mistake_(mistake) {}

  workflow::Outcome decide(const workflow::Command& c, const workflow::Situation& s) const override {
    const bool claims = c.type == workflow::command_in(workflow::import_block, 0);
    require(mistake_ != Mistake::an_act_is_a_bug || !claims, "a mistake that was planted");
    if (mistake_ == Mistake::nothing_is_listed && c.type == workflow::wake_document_manifests) return {};
    return StateBusiness::decide(c, s);
  }
  std::optional<std::string> violated(const workflow::Step& step) const override {
    return mistake_ == Mistake::none ? StateBusiness::violated(step) : std::nullopt;
  }
  workflow::State evolve(workflow::StreamKind k, const workflow::State& s,
                         const workflow::Happened& e) const override {
    workflow::State after = StateBusiness::evolve(k, s, e);
    if (mistake_ == Mistake::none || k != workflow::import_stream) return after;
    auto certificate = after.as<imp::Certificate>();
    for (documents::Balance& item : certificate.items) {
      if (mistake_ == Mistake::draws_are_forgotten) item.drawn = {};
      if (mistake_ == Mistake::uses_are_forgotten) item.used = {};
    }
    const bool waits = certificate.state == imp::State::under_check;
    if (mistake_ == Mistake::replies_have_no_clock && waits) certificate.due.reset();
    return workflow::State::of(std::move(certificate));
  }

 private:
  Mistake mistake_;
};

// ---- the run

/// How many states act, and for how long.
struct Size {
  std::size_t states = members.size();
  std::chrono::hours acting = 24h * 20;
};
constexpr Size small{.states = 4, .acting = 24h * 30};

std::vector<std::string> states_of(const Size& size) {
  std::vector<std::string> all;
  for (const Member& member : std::span{members}.first(size.states)) all.emplace_back(member.state);
  return all;
}

class CertificatesRun {
 public:
  CertificatesRun(std::uint64_t seed, const World::MakeDisk& make_disk, Faults faults, const Size& size = {},
                  Mistake mistake = Mistake::none)
      : mistake_(mistake),
        acting_(size.acting),
        states_(states_of(size)),
        world_(seed,
               {.domain = [this](const std::string& state) { return business_of(state); },
                .carried = [this](Node& from, const std::string& to, const app::OutboxRow& row,
                                  const std::string& id) { return carry(from, to, row, id); }},
               states_, make_disk, faults) {
    for (const std::string& state : states_) live(state);
    // Of as many as a small run has: signatures take time.
    for (const std::string& state : std::span{states_}.first(std::min(states_.size(), small.states)))
      list_readers_.push_back(
          std::make_unique<CancellationListReaders>(world_, state, seed + list_readers_.size()));
    // Partners that are away for days, as seen from all others at once.
    if (faults.partition != 0)
      for (int i = 0; i < 3; ++i) world_.after(world_.up_to(acting_), [this] { cut_off(random_state()); });
  }

  std::vector<std::string> play() {
    for (int i = 0; i < 3; ++i) {
      world_.run_for(acting_ / 3);
      laws_.look();
    }
    acts_ = false;
    world_.heal();
    for (const auto& readers : list_readers_) readers->calm();
    world_.run_for(24h);
    world_.look_each(2h);
    world_.run_for(24h * 430);
    let_arrive(world_);
    return broken_laws();
  }
  World& world() { return world_; }
  /// Lists of a day speak of certificates, and not of their files.
  void let_files_differ() { has_files_compared_ = false; }
  Desks& desks() { return desks_; }
  void read_lists_wrongly(ListReaders::Mistake mistake) {
    for (const auto& readers : list_readers_) readers->read_wrongly(mistake);
  }
  [[nodiscard]] std::size_t seen_cancelled() const {
    std::size_t all = 0;
    for (const auto& readers : list_readers_) all += readers->cancelled();
    return all;
  }
  [[nodiscard]] std::size_t codes_that_held() const {
    std::size_t all = 0;
    for (const auto& readers : list_readers_) all += readers->codes_that_held();
    return all;
  }
  [[nodiscard]] const CertificateLaws& laws() const { return laws_; }
  /// What was asked and accepted, by its name.
  [[nodiscard]] const std::map<std::string, int>& done() const { return done_; }
  /// Parts of daily lists by what was done with them.
  [[nodiscard]] const std::map<std::string, int>& lists() const { return lists_; }

 private:
  /// A certificate, from its application on.
  struct Paper {
    std::string issuer;
    std::string importer;
    documents::DocumentId document;
    std::vector<Reference> originals;
    std::optional<Reference> reference;  ///< once it has a number
  };

  std::unique_ptr<workflow::Domain> business_of(const std::string& state) const {
    static const std::vector<const workflow::Part*> parts{
        &workflow::documents_part(), &workflow::attachments_part(), &workflow::manifest_part()};
    return std::make_unique<Mistaken>(state, parts, mistake_);
  }
  std::optional<workflow::Command> carry(Node& from, const std::string& to, const app::OutboxRow& row,
                                         const std::string& id) {
    auto command = post_.carry(world_, from, to, row, id);
    const auto is = [&](documents::MessageNumber number) {
      return command && command->type == workflow::command_of_message(number);
    };
    if (mistake_ == Mistake::a_message_is_refused && is(documents::co_cancel)) return std::nullopt;
    if (mistake_ == Mistake::a_result_is_told_wrongly && is(documents::co_response)) {
      auto letter = workflow::read_content<documents::Letter>(command->content);
      for (documents::ItemResult& one : letter.results)
        if (!one.quantity.is_zero()) one.quantity = Decimal::of(1);
      command->content = to_cbor(letter);
    }
    return command;
  }
  void cut_off(const std::string& state) {
    const auto away = 24h + world_.up_to(24h * 5);
    for (const std::string& other : states_)
      if (other != state) world_.part(state, other, away);
  }

  // ---- people

  std::size_t below(std::size_t bound) { return world_.random().below(bound); }
  bool chance(unsigned percent) { return world_.random().chance(percent); }
  std::string random_state() { return states_[below(states_.size())]; }
  std::string other_than(const std::string& state) {
    std::string other = random_state();
    while (other == state) other = random_state();
    return other;
  }

  void live(const std::string& state) {
    world_.after(15min + world_.up_to(8h), [this, state] {
      if (!acts_) return;
      if (world_.node(state).alive()) act(state);
      live(state);
    });
  }
  void act(const std::string& state) {
    const std::size_t what = below(100);
    if (what < 10) return apply(state);
    if (what < 11) return ask_for_nothing(state);
    if (what < 13) return record_letter(state);
    if (what < 20) return bring_file(state);
    if (what < 28) return want_file(state);
    std::vector<std::size_t> mine;
    for (std::size_t i = 0; i < papers_.size(); ++i) {
      const bool issues = papers_[i].issuer == state;
      const bool imports = papers_[i].importer == state && papers_[i].reference;
      if (what < 50 ? issues : imports) mine.push_back(i);
    }
    if (mine.empty()) return;
    std::size_t paper = mine[below(mine.size())];
    // Whoever opens a list takes what waits, if something does.
    for (int i = 0; i < 4 && !waits(papers_[paper], what < 50); ++i) paper = mine[below(mine.size())];
    return what < 50 ? work_at_issue(paper) : work_at_import(paper);
  }
  bool waits(const Paper& paper, bool at_issue) {
    if (at_issue) {
      constexpr machine::Set<iss::State> waiting{iss::State::draft,          iss::State::applied,
                                                 iss::State::issued,         iss::State::rejected,
                                                 iss::State::cancel_pending, iss::State::cancel_refused};
      const auto found = issued(paper);
      const auto is_open = [](const workflow::AskedRequest& asked) {
        return asked.request.state == ver::State::requested || asked.request.state == ver::State::visit_asked;
      };
      return found &&
             (waiting.has(found->certificate.state) || std::ranges::any_of(found->requests, is_open));
    }
    constexpr machine::Set<imp::State> waiting{
        imp::State::valid, imp::State::claimed,  imp::State::part_used,   imp::State::mfn,
        imp::State::visit, imp::State::reassess, imp::State::under_check, imp::State::conflict};
    const auto found = imported(paper);
    return found && waiting.has(found->state);
  }

  static access::Actor authority(const std::string& state) {
    return DocumentsWorld::authority(office_of(state));
  }
  static access::Actor customs(const std::string& state) { return DocumentsWorld::customs(office_of(state)); }
  static access::Actor exporter(const std::string& state) {
    return DocumentsWorld::exporter(state + "EXPORTER01");
  }

  using Then = std::function<void()>;
  /// Asked until it is answered; the answer may be no.
  template <class Acts, class Act>
  void ask(
      const std::string& state, const access::Actor& actor, std::uint16_t block, const Act& what,
      const Then& then = [] {}, const std::vector<workflow::Payload>& payloads = {}) {
    const std::string name{Act::record};
    desks_.ask(
        state, actor, workflow::command_in(block, Acts{what}.index()), what, format("{} {}", name, ++asked_),
        [this, name, then](const Reply& reply) {
          if (reply.kind != Reply::Kind::accepted) return;
          ++done_[name];
          then();
        },
        payloads, Desks::Until::answered);
  }
  template <class Act>
  void issue(const std::string& state, const Act& what) {
    ask<iss::Act>(state, authority(state), workflow::issue_block, what);
  }
  template <class Act>
  void import(const std::string& state, const Act& what) {
    ask<imp::Act>(state, customs(state), workflow::import_block, what);
  }
  template <class Act>
  void verify(const std::string& state, const Act& what) {
    ask<ver::Act>(state, authority(state), workflow::verification_block, what);
  }

  // ---- what they see

  template <class State>
  std::optional<State> at(const std::string& state, const workflow::Key& key) {
    Node& node = world_.node(state);
    if (!node.alive()) return std::nullopt;
    const auto id = node.store().find(key);
    return id ? std::optional{node.executor().stream(*id)->state.template as<State>()} : std::nullopt;
  }
  std::optional<workflow::Issued> issued(const Paper& paper) {
    return at<workflow::Issued>(paper.issuer, workflow::document_key(paper.document));
  }
  std::optional<imp::Certificate> imported(const Paper& paper) {
    return at<imp::Certificate>(paper.importer, workflow::certificate_key(*paper.reference));
  }

  // ---- applications

  Decimal some(Decimal most) {
    return Decimal::of(static_cast<std::int64_t>(1 + below(static_cast<std::size_t>(most.mantissa()))));
  }

  /// A certificate on which another may live: parts of it go on.
  std::vector<documents::Original> originals_at(const std::string& state) {
    std::vector<documents::Original> all;
    for (const Paper& paper : papers_) {
      if (paper.importer != state || !paper.reference || all.size() == 3 || !chance(60)) continue;
      const auto original = imported(paper);
      if (!original || !original->issued || !original->valid_until) continue;
      all.push_back({.certificate = *paper.reference,
                     .issued = *original->issued,
                     .valid_until = *original->valid_until,
                     .lines = {{1, some(original->items.front().quantity)}}});
    }
    return all;
  }

  void apply(const std::string& state) {
    Paper paper{.issuer = state,
                .importer = other_than(state),
                .document = DocumentsWorld::id(format("{}-D{}", state, papers_.size())),
                .originals = {},
                .reference = {}};
    documents::Contents what = DocumentsWorld::contents(
        office_of(state), paper.importer, format("items={},{}", 10 + below(190), 1 + below(90)));
    if (chance(60)) what.originals = originals_at(state);
    what.flags.back_to_back = !what.originals.empty();
    for (const documents::Original& one : what.originals) paper.originals.push_back(one.certificate);
    papers_.push_back(paper);
    draft(paper, what);
  }
  void draft(const Paper& paper, documents::Contents what) {
    const auto document =
        packer_.pack(workflow::payload_of_message(documents::co_issue), as_bytes(DocumentsWorld::form(what)));
    what.document = document.hash;
    const access::Actor who = exporter(paper.issuer);
    ask<iss::Act>(paper.issuer, who, workflow::issue_block,
                  iss::DraftCertificate{.document = paper.document,
                                        .contents = std::move(what),
                                        .exporter = Tin::parse(who.party).value(),
                                        .application = paper.document},
                  [] {}, {document});
  }

  // ---- the issuing authority, and the exporter

  /// Numbers that nobody gave, or not yet.
  Reference made_up(const std::string& state) {
    return DocumentsWorld::reference(office_of(state), format("X-{}", below(4)));
  }
  /// Of a certificate of this state that is there.
  std::optional<Reference> some_reference(const std::string& state) {
    for (const Paper& paper : papers_)
      if (paper.issuer == state && paper.reference && chance(20)) return paper.reference;
    return std::nullopt;
  }
  void record_letter(const std::string& state) {
    const auto known = some_reference(state);
    verify(state, ver::RecordRequest{.certificate = known && chance(50) ? *known : made_up(state),
                                     .request = DocumentsWorld::id(format("L-{}", ++requests_)),
                                     .items = {1},
                                     .reason = "a stamp is missing",
                                     .received_on = std::chrono::floor<std::chrono::days>(world_.now())});
  }

  void work_at_issue(std::size_t place) {
    const Paper& paper = papers_[place];
    const auto found = issued(paper);
    if (!found || answers_requests(paper.issuer, *found)) return;
    const iss::Certificate& certificate = found->certificate;
    const std::string& state = paper.issuer;
    using S = iss::State;
    if (certificate.state == S::draft) return work_on_draft(paper, certificate);
    if (certificate.state == S::applied) return decide(place);
    if (certificate.state == S::issued) return work_on_issued(paper, certificate);
    if (certificate.state == S::rejected && chance(60))
      return issue(state, iss::ClarifyRefusal{.document = paper.document, .text = "the goods are ours"});
    if (certificate.state == S::cancel_pending && chance(60))
      return issue(state, iss::WithdrawCancellation{.document = paper.document, .reason = "an error"});
    if (certificate.state == S::cancel_refused && chance(40))
      return issue(state, iss::AcceptUse{.document = paper.document, .reason = "it is used"});
    if (chance(certificate.drawn.empty() ? 20 : 50)) cancel(paper);
  }
  void work_on_draft(const Paper& paper, const iss::Certificate& certificate) {
    const access::Actor who = exporter(paper.issuer);
    if (chance(12)) {
      ask<iss::Act>(paper.issuer, who, workflow::issue_block, iss::DeleteDraft{.document = paper.document});
    } else if (chance(12)) {
      draft(paper, certificate.contents);
    } else {
      ask<iss::Act>(paper.issuer, who, workflow::issue_block,
                    iss::SubmitApplication{.document = paper.document, .authenticated = true});
    }
  }
  void decide(std::size_t place) {
    const Paper& paper = papers_[place];
    if (chance(8)) return issue(paper.issuer, iss::RefuseApplication{paper.document, "no proof of origin"});
    if (chance(8))
      return issue(paper.issuer, iss::ReturnApplication{paper.document, "an invoice is missing"});
    Reference given = DocumentsWorld::reference(office_of(paper.issuer), format("N-{}", place));
    if (chance(15)) given = made_up(paper.issuer);
    ask<iss::Act>(paper.issuer, authority(paper.issuer), workflow::issue_block,
                  iss::ApproveApplication{.document = paper.document,
                                          .number = given.number,
                                          .qualifying = {1, 2},
                                          .kind = documents::Kind::form_d,
                                          .originals = paper.originals},
                  [this, place, given] { papers_[place].reference = given; });
  }
  void work_on_issued(const Paper& paper, const iss::Certificate& certificate) {
    if (!certificate.lost.empty()) {
      const auto others = originals_at(paper.issuer);
      if (!others.empty() && chance(70)) {
        return issue(paper.issuer, iss::KeepWithAnother{.document = paper.document,
                                                        .cancelled = certificate.lost.front(),
                                                        .original = others.front()});
      }
    }
    if (chance(10)) return cancel(paper);
    // Some wait: their clock says so.
    if (chance(50)) issue(paper.issuer, iss::TransmitCertificate{.document = paper.document});
  }
  void cancel(const Paper& paper) {
    issue(paper.issuer, iss::CancelCertificate{.document = paper.document,
                                               .reason = "wrong origin",
                                               .successor = {},
                                               .drawn_known = chance(80)});
  }
  /// A third of them nobody ever answers.
  bool answers_requests(const std::string& state, const workflow::Issued& found) {
    for (const workflow::AskedRequest& asked : found.requests) {
      const bool is_left_alone = asked.number.str().back() % 3 == 0;
      if (is_left_alone || !chance(70)) continue;
      if (asked.request.state == ver::State::requested) {
        verify(state, ver::AnswerRequest{.certificate = asked.certificate,
                                         .request = asked.number,
                                         .text = "it is in order",
                                         .asked_by = asked.from});
        return true;
      }
      if (asked.request.state == ver::State::visit_asked && chance(50)) {
        verify(state, ver::AnswerVisit{.certificate = asked.certificate,
                                       .request = asked.number,
                                       .consents = chance(50),
                                       .text = {},
                                       .asked_by = asked.from});
        return true;
      }
    }
    return false;
  }

  // ---- importing customs

  /// A number that was never given, or one of a certificate that is for somebody else.
  void ask_for_nothing(const std::string& state) {
    const std::string other = other_than(state);
    import(state, imp::AskAgain{.certificate = made_up(other)});
  }

  void work_at_import(std::size_t place) {
    const Paper& paper = papers_[place];
    const auto found = imported(paper);
    if (chance(4) || !found) {
      if (chance(50)) import(paper.importer, imp::AskAgain{.certificate = *paper.reference});
      return;
    }
    using S = imp::State;
    const S now = found->state;
    if (now == S::claimed) return decide_claim(paper, *found);
    if (now == S::under_check || now == S::visit) return go_on_with_check(paper, *found);
    if (now == S::reassess && chance(50)) return decide_items(paper, *found);
    if (now == S::mfn && chance(50)) {
      return import(paper.importer, imp::SettleClassification{.certificate = *paper.reference,
                                                              .in_favour = chance(50),
                                                              .reason = "looked at again"});
    }
    if (now == S::conflict && chance(40))
      return import(paper.importer, imp::KeepUse{*paper.reference, "it was used before"});
    if (now == S::conflict && chance(40))
      return import(paper.importer, imp::ReverseUse{*paper.reference, "corrected"});
    if (now == S::accepted || chance(20)) return check(paper, *found);
    if (now == S::valid || now == S::part_used) claim(paper, *found);
  }
  void claim(const Paper& paper, const imp::Certificate& certificate) {
    std::vector<documents::Line> lines;
    for (const documents::Balance& item : certificate.items) {
      const Decimal free = documents::free_of(item);
      if (!free.is_zero() && chance(70)) lines.push_back({item.item, chance(50) ? free : some(free)});
      // And who asks for more than there is.
      else if (chance(10))
        lines.push_back({item.item, item.quantity});
    }
    // Some customs systems tell of it once it is released, and now and then twice.
    if (chance(25)) return utilise(paper, std::move(lines));
    ask<imp::Act>(paper.importer, DocumentsWorld::declarations(), workflow::import_block,
                  imp::ClaimPreference{.certificate = *paper.reference,
                                       .declaration = format("{}-{}", paper.importer, ++declarations_),
                                       .invoices = {"INV-1"},
                                       .lines = std::move(lines),
                                       .arrived = {},
                                       .force_majeure = {},
                                       .office = OfficeId::parse(office_of(paper.importer)).value()});
  }
  void utilise(const Paper& paper, std::vector<documents::Line> lines) {
    imp::UtiliseItems use;
    use.certificate = *paper.reference;
    use.declaration = format("{}-{}", paper.importer, ++declarations_);
    use.invoices = {"INV-1"};
    use.lines = std::move(lines);
    use.office = OfficeId::parse(office_of(paper.importer)).value();
    for (int times = chance(20) ? 2 : 1; times > 0; --times)
      ask<imp::Act>(paper.importer, DocumentsWorld::declarations(), workflow::import_block, use);
  }
  /// A third of the claims nobody ever decides, nor the checks.
  static bool is_left_alone(const imp::Certificate& certificate) {
    return certificate.declaration.back() % 3 == 0;
  }

  std::vector<std::uint16_t> some_of(const std::vector<std::uint16_t>& items) {
    std::vector<std::uint16_t> chosen;
    for (const std::uint16_t item : items)
      if (chance(60)) chosen.push_back(item);
    return chosen.empty() ? items : chosen;
  }
  void decide_items(const Paper& paper, const imp::Certificate& certificate) {
    const auto items = some_of(certificate.open);
    if (chance(60)) {
      return import(paper.importer, imp::AcceptItems{.certificate = *paper.reference,
                                                     .items = items,
                                                     .minor_discrepancy = chance(10),
                                                     .text = "a slip of the pen"});
    }
    import(paper.importer,
           imp::RefuseItems{.certificate = *paper.reference,
                            .items = items,
                            .result = chance(50) ? documents::Result::n2 : documents::Result::n13,
                            .reason = "other goods"});
  }
  void decide_claim(const Paper& paper, const imp::Certificate& certificate) {
    if (is_left_alone(certificate)) return;
    const std::size_t what = below(100);
    if (what < 50) return decide_items(paper, certificate);
    if (what < 60)
      return import(paper.importer, imp::ReleaseClaim{*paper.reference, certificate.declaration});
    if (what < 70) {
      return import(paper.importer, imp::ClassifyOtherwise{.certificate = *paper.reference,
                                                           .items = certificate.open,
                                                           .reason = "another heading"});
    }
    check(paper, certificate);
  }
  void check(const Paper& paper, const imp::Certificate& certificate) {
    std::vector<std::uint16_t> items = certificate.open;
    if (certificate.state != imp::State::claimed) {
      items.clear();
      for (const documents::Balance& item : certificate.items)
        if (!item.used.is_zero()) items.push_back(item.item);
    }
    if (items.empty()) return;
    import(paper.importer, imp::CheckOrigin{.certificate = *paper.reference,
                                            .items = items,
                                            .random = chance(50),
                                            .reason = "the factory is closed",
                                            .request = DocumentsWorld::id(format("R-{}", ++requests_))});
  }
  void go_on_with_check(const Paper& paper, const imp::Certificate& certificate) {
    if (is_left_alone(certificate)) return;
    const std::size_t what = below(100);
    if (what < 30) return import(paper.importer, imp::EndCheck{*paper.reference, "satisfied"});
    if (what < 45) {
      return import(paper.importer, imp::RefuseItems{.certificate = *paper.reference,
                                                     .items = some_of(certificate.open),
                                                     .result = documents::Result::n11,
                                                     .reason = "it is no answer"});
    }
    if (what < 85) return import(paper.importer, imp::NotifyVisit{*paper.reference, true});
    import(paper.importer, imp::RecordReply{.certificate = *paper.reference,
                                            .request = certificate.request.value_or(documents::DocumentId{}),
                                            .text = "it came by letter"});
  }

  // ---- files that come with certificates

  static att::DocumentName name_of(const Reference& reference) {
    return {.state = std::string{reference.state.str()},
            .kind = std::string{att::certificate_kind},
            .office = std::string{reference.office.str()},
            .number = std::string{reference.number.str()}};
  }
  workflow::AttachmentOf which_at(const std::string& state, const workflow::Slot& slot, const Hash256& hash) {
    const auto id = world_.node(state).store().find(std::get<workflow::Key>(slot.by));
    return {.document = id.value_or(workflow::StreamId::none), .kind = slot.kind, .hash = hash};
  }
  template <class Content>
  void ask_about_file(const std::string& state, const access::Actor& who, workflow::CommandType type,
                      const Content& content, const Then& then) {
    desks_.ask(
        state, who, type, content, format("file {}", ++asked_),
        [then](const Reply& reply) {
          if (reply.kind == Reply::Kind::accepted) then();
        },
        {}, Desks::Until::answered);
  }
  /// Now and then of several parts.
  std::string some_octets() {
    const std::size_t size = chance(10) ? (2 * att::bounds::part_bytes) + below(1000) : 20 + below(200);
    return format("box,kg\n{},1\n{},2\n", ++requests_, std::string(size, '7'));
  }
  /// By whoever has the certificate in hand, whether it was sent or not.
  void bring_file(const std::string& state) {
    std::vector<std::size_t> mine;
    for (std::size_t i = 0; i < papers_.size(); ++i)
      if (papers_[i].issuer == state) mine.push_back(i);
    if (mine.empty()) return;
    const Paper& paper = papers_[mine[below(mine.size())]];
    const auto found = issued(paper);
    if (!found || found->certificate.state == iss::State::none) return;
    const access::Actor who = chance(50) ? exporter(state) : authority(state);
    const std::string text = some_octets();
    const Hash256 hash = test::sha256(std::array{as_bytes(text)});
    post_.files(state).all[hash] = copy_of(as_bytes(text));
    const workflow::AddAttachment add{.which = which_at(state, workflow::issue_slot(paper.document), hash),
                                      .name = format("file-{}.csv", requests_)};
    const att::File file{
        .hash = hash, .size = static_cast<std::int64_t>(text.size()), .media = att::Media::csv};
    ask_about_file(state, who, workflow::keep_attachment,
                   workflow::KeepAttachment{.file = file, .most = att::bounds::party_bytes_max},
                   [this, state, who, add, document = paper.document] {
                     ask_about_file(state, who, workflow::add_attachment, add, [this, add, document] {
                       added_[document].insert(add.which.hash);
                       ++done_["file added"];
                     });
                   });
  }
  /// An officer, and now and then somebody whose certificate it is not.
  void want_file(const std::string& state) {
    for (const Paper& paper : papers_) {
      if (paper.importer != state || !paper.reference || !chance(30) || !imported(paper)) continue;
      const workflow::Slot slot = workflow::attachments_abroad_slot(name_of(*paper.reference));
      const auto known = at<att::AbroadState>(state, std::get<workflow::Key>(slot.by));
      if (!known || known->files.empty()) continue;
      const att::KnownFile& file = known->files[below(known->files.size())];
      const bool is_stranger = chance(20);
      const bool reads = file.fetch == att::Fetch::here;
      const Hash256 hash = file.named.file.hash;
      const workflow::FetchedAttachment content{
          .which = which_at(state, workflow::import_slot(*paper.reference), hash),
          .name = name_of(*paper.reference)};
      return ask_about_file(
          state, is_stranger ? exporter(state) : customs(state),
          reads ? workflow::read_fetched_attachment : workflow::ask_attachment, content,
          [this, state, hash, reads, is_stranger] {
            ++done_[is_stranger ? "file for a stranger" : reads ? "file read" : "file asked for"];
            if (reads) reads_.emplace_back(state, hash);
          });
    }
  }

  /// Each has a list of the other's files as that told it, what was asked for is here and is what was added,
  /// and whoever was given one stands in the log.
  std::vector<std::string> files_that_differ() {
    std::vector<std::string> all;
    std::set<std::pair<std::string, Hash256>> read;
    for (Node* node : world_.nodes()) {
      const std::string& state = node->country();
      for (const app::EventRow& row : node->store().feed(app::Seq::none, 1'000'000)) {
        if (workflow::block_of(std::to_underlying(row.type)) != workflow::attachment_abroad_block) continue;
        const auto event = workflow::read_event<att::AbroadEvent>(workflow::attachment_abroad_block, row.type,
                                                                  app::body_of(row).fields_of_type);
        if (const auto* here = std::get_if<att::ReadHere>(&event)) read.emplace(state, here->read.hash);
      }
    }
    for (const auto& one : reads_)
      if (!read.contains(one)) all.push_back(one.first + ": who was given a file stands in the log");
    if (done_.contains("file for a stranger")) all.emplace_back("nobody is given a file who may not");
    for (const Paper& paper : papers_) {
      const auto document = paper.reference ? issued(paper) : std::nullopt;
      if (!document || !document->reference()) continue;
      const workflow::Slot own = workflow::attachments_slot(
          which_at(paper.issuer, workflow::issue_slot(paper.document), {}).document);
      const auto list = at<att::ListState>(paper.issuer, std::get<workflow::Key>(own.by));
      const workflow::Slot theirs = workflow::attachments_abroad_slot(name_of(*document->reference()));
      const auto known = at<att::AbroadState>(paper.importer, std::get<workflow::Key>(theirs.by));
      const auto sent =
          list && document->certificate.transmitted ? list->told : std::vector<att::NamedFile>{};
      const auto is_sent = [&](const Hash256& hash) {
        return std::ranges::any_of(sent, [&](const att::NamedFile& one) { return one.file.hash == hash; });
      };
      if (document->certificate.transmitted && !std::ranges::all_of(added_[paper.document], is_sent))
        all.push_back(paper.issuer + ": the other state was told of all files");
      add_differing(paper, sent, known.value_or(att::AbroadState{}), all);
    }
    return all;
  }
  void add_differing(const Paper& paper, const std::vector<att::NamedFile>& sent,
                     const att::AbroadState& known, std::vector<std::string>& all) {
    const auto& there = post_.files(paper.importer).all;
    if (!std::ranges::equal(sent, known.files, {}, {}, &att::KnownFile::named))
      all.push_back(format("{}: knows {} files of {} of {}", paper.importer, known.files.size(), sent.size(),
                           paper.issuer));
    for (const att::KnownFile& file : known.files) {
      if (file.fetch == att::Fetch::told) continue;
      const auto found = there.find(file.named.file.hash);
      const bool is_right =
          found != there.end() && test::sha256(std::array{ByteView{found->second}}) == file.named.file.hash;
      if (file.fetch != att::Fetch::here || !is_right)
        all.push_back(paper.importer + ": what was asked for is here, and is what was added");
      if (file.fetch == att::Fetch::here) ++done_["file fetched"];
    }
  }

  // ---- the laws

  std::vector<std::string> broken_laws() {
    // What came too early waits, with all behind it, for what nobody does in the year of calm.
    const auto is_early = [](const exchange::Lanes& lanes, const exchange::Parked& one) {
      return std::ranges::any_of(lanes.parked, [&](const exchange::Parked& first) {
        return first.partner == one.partner && first.reason == exchange::ParkedFor::early && first.n <= one.n;
      });
    };
    std::vector<std::string> broken = broken_laws_of_all(world_, post_, desks_, is_early);
    const auto add = [&](const std::vector<std::string>& more) {
      broken.insert(broken.end(), more.begin(), more.end());
    };
    add(unequal_lanes());
    if (has_files_compared_) add(files_that_differ());
    add(pictures_that_differ());
    laws_.look_at_the_end();
    add(laws_.broken());
    for (const auto& readers : list_readers_) {
      readers->look_at_the_end();
      if (readers->given() < 2) broken.emplace_back("lists of what was cancelled were given out");
      add(readers->broken());
    }
    return broken;
  }

  /// Once the lists of a day or two were compared, each has everything that the other sent.
  std::vector<std::string> unequal_lanes() {
    std::vector<std::string> all;
    for (Node* node : world_.nodes()) {
      for (const auto& [reference, stream] : certificates_of(*node)) {
        for (const exchange::Lane& lane : stream->lanes.lanes) {
          const std::uint32_t taken = taken_at(lane.partner.str(), reference, node->country());
          if (taken != lane.sent)
            all.push_back(format("{}: of {} messages about {}, {} has {}", node->country(), lane.sent,
                                 documents::in_words(reference), lane.partner.str(), taken));
        }
      }
    }
    return all;
  }
  static std::vector<std::pair<Reference, app::StreamPtr>> certificates_of(Node& node) {
    std::set<app::StreamId> streams;
    for (const app::EventRow& row : node.store().feed(app::Seq::none, 1'000'000)) {
      const std::uint16_t block = workflow::block_of(std::to_underlying(row.type));
      if (block == workflow::issue_block || block == workflow::import_block ||
          block == workflow::verification_block)
        streams.insert(row.stream);
    }
    std::vector<std::pair<Reference, app::StreamPtr>> all;
    for (const app::StreamId id : streams) {
      const app::StreamPtr stream = node.executor().stream(id);
      const bool at_issue = stream->row.kind == workflow::issue_stream;
      const auto reference = at_issue ? stream->state.as<workflow::Issued>().reference()
                                      : stream->state.as<imp::Certificate>().contents.reference;
      if (reference) all.emplace_back(*reference, stream);
    }
    return all;
  }
  std::uint32_t taken_at(const std::string& state, const Reference& reference, const std::string& from) {
    Node& node = world_.node(state);
    for (const auto& key :
         {workflow::certificate_key(reference), workflow::unknown_certificate_key(reference)}) {
      if (const auto id = node.store().find(key))
        return workflow::taken_of(node.executor().stream(*id)->lanes, exchange::Partner::parse(from).value());
    }
    return 0;
  }
  static std::string describe(const Node& node, const workflow::DifferenceShown& shown) {
    const workflow::Differing& one = shown.differing;
    return format(
        "{}: lists show that {} is known differently: {}, sent {} and taken {} there, sent {} there and "
        "taken {}, {}",
        node.country(), workflow::thing_of(workflow::listed_name_in(one)), word_of(one.what), one.sent_here,
        one.taken_there, one.sent_there, one.taken_here, to_text(shown.day));
  }
  /// Nobody was restored, so what sending again does not mend is a mistake.
  std::vector<std::string> pictures_that_differ() {
    std::vector<std::string> all;
    for (Node* node : world_.nodes()) {
      for (const app::EventRow& row : node->store().feed(app::Seq::none, 1'000'000)) {
        if (workflow::block_of(std::to_underlying(row.type)) != workflow::manifest_block) continue;
        const auto fact = workflow::read_event<workflow::ManifestFact>(workflow::manifest_block, row.type,
                                                                       app::body_of(row).fields_of_type);
        const auto* shown = std::get_if<workflow::DifferenceShown>(&fact);
        if (shown != nullptr && shown->differing.what != workflow::Differs::not_sent_again)
          all.push_back(describe(*node, *shown));
        ++lists_[std::string{fact.index() == 2 ? "told" : fact.index() == 3 ? "taken" : "other"}];
      }
    }
    return all;
  }

  Mistake mistake_;
  std::chrono::milliseconds acting_;
  std::vector<std::string> states_;
  PostOffice post_;
  World world_;
  Desks desks_{world_};
  CertificateLaws laws_{world_, 72h};
  std::vector<std::unique_ptr<CancellationListReaders>> list_readers_;
  test::PlainPacker packer_;
  std::vector<Paper> papers_;
  std::map<std::string, int> done_;
  std::map<std::string, int> lists_;
  std::vector<std::pair<std::string, Hash256>> reads_;        ///< of files: where, and which
  std::map<documents::DocumentId, std::set<Hash256>> added_;  ///< by whoever had the certificate in hand
  bool has_files_compared_ = true;
  bool acts_ = true;
  int asked_ = 0;
  int requests_ = 0;
  int declarations_ = 0;
};

// ---- the tests

constexpr std::array every_act{
    "issue.draft",         "issue.submit",         "issue.delete",        "issue.refuse",
    "issue.return",        "issue.approve",        "issue.transmit",      "issue.cancel",
    "issue.withdraw",      "issue.accept_use",     "issue.clarify",       "issue.keep_with_another",
    "import.claim",        "import.release_claim", "import.accept",       "import.refuse",
    "import.classify",     "import.settle",        "import.check",        "import.satisfied",
    "import.visit",        "import.keep_use",      "import.reverse_use",  "import.ask_again",
    "import.record_reply", "verification.record",  "verification.answer", "verification.answer_visit",
    "import.utilise",
};
/// Of the sixty, ninety and hundred and eighty days, and the others of certificates.
constexpr std::array every_clock{
    "1 C not sent",
    "3 C no answer",
    "3 C conflict",
    "7 C no answer",
    "30 C open classification",
    "30 C visit steps",
    "30 C reassessment",
    "30 C cancellation refused",
    "30 C consent",
    "45 C refusal clock",
    "60 C refusal clock",
    "60 C clarification",
    "60 C reassessment",
    "60 C visit steps",
    "60 C answer",
    "80 C answer",
    "90 C answer",
    "90 C reply",
    "150 C whole process",
    "180 C whole process",
    "210 C decision",
};

/// What all runs of a test did together: it is no proof if nobody asked, or no clock rang.
struct Seen {
  std::map<std::string, int> done;
  std::map<std::string, int> rang;
  std::map<std::string, int> ends;
  std::size_t used = 0;
  std::size_t drawn = 0;
  std::size_t cancelled = 0;  ///< as the readers of lists saw
  std::size_t codes_that_held = 0;

  void add(const CertificatesRun& run) {
    for (const auto& [name, times] : run.done()) done[name] += times;
    for (const auto& [name, times] : run.laws().rang()) rang[name] += times;
    for (const auto& [name, times] : run.laws().ends()) ends[name] += times;
    used += run.laws().used();
    drawn += run.laws().drawn();
    cancelled += run.seen_cancelled();
    codes_that_held += run.codes_that_held();
  }
};

void expect_laws(std::uint64_t seed, const World::MakeDisk& make_disk, const Faults& faults, Seen& seen,
                 const Size& size = {}) {
  CertificatesRun run{seed, make_disk, faults, size};
  expect_none(run.play(), seed);
  seen.add(run);
}

/// Each takes seconds with sanitizers; `./dev sim` plays many.
constexpr std::uint64_t ordinary_seeds = 4;
/// So many see everything.
constexpr std::uint64_t many_seeds = 20;

TEST(Certificates, keep_the_laws_whatever_fails) {
  Seen seen;
  if (one_seed()) return expect_laws(*one_seed(), memory_disk, days_of_trouble(), seen);
  for (std::uint64_t seed = 1; seed <= seeds(ordinary_seeds) && !HasFailure(); ++seed)
    expect_laws(seed, memory_disk, days_of_trouble(), seen);
  EXPECT_GT(seen.used, 0U);
  EXPECT_GT(seen.drawn, 0U);
  EXPECT_GT(seen.codes_that_held, 0U);
  if (seeds(ordinary_seeds) < many_seeds) return;
  EXPECT_GT(seen.cancelled, 0U);
  for (const char* const act : every_act) EXPECT_GT(seen.done[act], 0) << act;
  for (const char* const what : {"file added", "file asked for", "file fetched", "file read"})
    EXPECT_GT(seen.done[what], 0) << what;
  for (const char* const clock : every_clock) EXPECT_GT(seen.rang[clock], 0) << clock;
  for (const auto& all : {seen.done, seen.rang, seen.ends})
    for (const auto& [name, times] : all) std::cout << name << ": " << times << '\n';
}

TEST(Certificates, keep_the_laws_on_sqlite_whose_power_fails) {
  Seen seen;
  if (one_seed()) return expect_laws(*one_seed(), sqlite_disk, days_of_trouble(), seen, small);
  for (std::uint64_t seed = 1; seed <= seeds(ordinary_seeds) && !HasFailure(); ++seed)
    expect_laws(seed, sqlite_disk, days_of_trouble(), seen, small);
}

TEST(Certificates, keep_the_laws_where_nothing_fails) {
  Seen seen;
  expect_laws(7, memory_disk, days_without_trouble(), seen, small);
}

// ---- each law sees what breaks it

using MakeRun = std::function<std::unique_ptr<CertificatesRun>(std::uint64_t seed)>;

/// One line of what is broken has the text. Some runs are too tame to make a mistake; of a few one is not.
void expect_noticed(const MakeRun& make, const std::string& text) {
  std::string instead = "nothing";
  for (std::uint64_t seed = 7; seed < 13; ++seed) {
    for (const std::string& one : make(seed)->play()) {
      if (one.find(text) != std::string::npos) return;
      instead = one;
    }
  }
  ADD_FAILURE() << text << " is not noticed, but " << instead;
}
void expect_noticed(const Faults& faults, Mistake mistake, const std::string& text) {
  expect_noticed(
      [&](std::uint64_t seed) {
        return std::make_unique<CertificatesRun>(seed, memory_disk, faults, small, mistake);
      },
      text);
}
void expect_noticed(Mistake mistake, const std::string& text) {
  expect_noticed(days_without_trouble(), mistake, text);
}

TEST(Certificates, the_laws_notice_what_is_drawn_twice) {
  expect_noticed(Mistake::draws_are_forgotten, "no more is drawn than it has");
}
TEST(Certificates, the_laws_notice_what_is_used_twice) {
  expect_noticed(Mistake::uses_are_forgotten, "no more is claimed and used than it has");
}
TEST(Certificates, the_laws_notice_a_clock_that_was_never_set) {
  expect_noticed(Mistake::replies_have_no_clock, "C reply after 90 days leads to its event");
}
TEST(Certificates, the_laws_notice_a_bug) { expect_noticed(Mistake::an_act_is_a_bug, "a bug was hit: "); }
TEST(Certificates, the_laws_notice_what_one_side_was_told_wrongly) {
  expect_noticed(Mistake::a_result_is_told_wrongly, "both say the same of what is used");
}
TEST(Certificates, the_laws_notice_a_dead_letter) {
  expect_noticed(Mistake::a_message_is_refused, "every message is receipted, none is dead");
}
TEST(Certificates, the_laws_notice_an_answer_that_did_not_survive) {
  const auto make = [](std::uint64_t seed) {
    auto run = std::make_unique<CertificatesRun>(seed, memory_disk, days_without_trouble(), small);
    run->desks().remember_one_wrongly();
    return run;
  };
  expect_noticed(make, "what was answered survives");
}
void expect_noticed(ListReaders::Mistake mistake, const std::string& text) {
  const auto make = [mistake](std::uint64_t seed) {
    auto run = std::make_unique<CertificatesRun>(seed, memory_disk, days_without_trouble(), small);
    run->read_lists_wrongly(mistake);
    return run;
  };
  expect_noticed(make, text);
}
TEST(Certificates, the_laws_notice_a_list_of_what_was_cancelled_that_goes_back) {
  expect_noticed(ListReaders::Mistake::dated_before_the_last_one, "a status list never goes back");
}
TEST(Certificates, the_laws_notice_a_certificate_that_is_good_again) {
  expect_noticed(ListReaders::Mistake::a_cancelled_one_is_forgotten, " is good again after it was cancelled");
}
TEST(Certificates, the_laws_notice_a_good_certificate_in_the_list_of_what_was_cancelled) {
  expect_noticed(ListReaders::Mistake::a_good_one_is_listed, " is in the list, and nobody cancelled it");
}
TEST(Certificates, messages_that_were_lost_for_good_are_found_by_the_lists) {
  CertificatesRun run{7, memory_disk, days_that_lose_rows(), small};
  run.let_files_differ();
  EXPECT_EQ(run.play(), std::vector<std::string>{});
  EXPECT_GT(run.lists().at("taken"), 0);
}
TEST(Certificates, the_laws_notice_messages_that_were_lost_for_good) {
  expect_noticed(days_that_lose_rows(), Mistake::nothing_is_listed, " messages about ");
}
TEST(Certificates, the_lists_show_what_one_side_was_told_wrongly) {
  expect_noticed(Mistake::a_result_is_told_wrongly, "lists show that ");
}
TEST(Certificates, the_laws_notice_a_sender_that_repeats_under_other_ids) {
  Faults faults = days_without_trouble();
  faults.lose = 30;
  faults.fresh_message_ids = true;
  expect_noticed(faults, Mistake::none, "");  // whichever law it is
}

}  // namespace
}  // namespace lintas::sim
