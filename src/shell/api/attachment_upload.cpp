#include "shell/api/attachment_upload.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/command.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/json.hpp"
#include "shell/api/limits.hpp"
#include "shell/api/problem.hpp"
#include "shell/app/attachment_files.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

/// Of one thread at a time.
class Upload {
 public:
  Upload(std::shared_ptr<const Core> core, CallPtr call, UploadGate::Place& place)
      : core_(std::move(core)),
        call_(std::move(call)),
        place_(place),
        coming_(core_->ports().attachments->begin()) {}

  void take(ByteView piece) {
    place_.add(piece.size());
    sniffer_.take(piece);
    coming_->append(piece);
  }

  void finish() {
    const auto media = sniffer_.finish();
    if (!media) return call_->respond(problem(422, Findings{media.error()}, call_->trace));
    const attachments::File file{.hash = coming_->keep(), .size = place_.bytes(), .media = *media};
    ask(file);
  }

 private:
  void ask(const attachments::File& file) {
    const Ports& ports = core_->ports();
    // The same file brought twice is there once: there is nothing to repeat under an id.
    Hash256 drawn;
    ports.entropy.fill(drawn.bytes);
    const Instant now = ports.clock();
    const std::int64_t most =
        call_->actor.office.empty() ? ports.attachments_of_party_max : ports.attachments_of_office_max;
    workflow::Command command{.id = workflow::http_command_id(now, drawn, drawn),
                              .type = workflow::keep_attachment,
                              .at = now,
                              .actor = call_->actor,
                              .trace = call_->trace_id,
                              .content = to_cbor(workflow::KeepAttachment{.file = file, .most = most})};
    ports.service.ask(std::move(command), [call = call_, file, now, most](const workflow::Reply& reply) {
      if (reply.kind == workflow::Reply::Kind::refused) {
        const bool is_denied = reply.findings.front().rule.starts_with("ACC-");
        return call->respond(problem(is_denied ? 403 : 422, reply.findings, call->trace));
      }
      const auto told = from_cbor<workflow::KeepAttachmentReply>(reply.content);
      if (reply.kind != workflow::Reply::Kind::accepted || !told) return tell(call, reply);
      call->respond(json_response(201, Json{{"sha256", to_hex(file.hash.view())},
                                            {"size", file.size},
                                            {"type", word_of(file.media)},
                                            {"until", to_text(now + attachments::bounds::unnamed_kept)},
                                            {"used", told->used},
                                            {"most", most}}));
    });
  }

  std::shared_ptr<const Core> core_;
  CallPtr call_;
  UploadGate::Place& place_;
  std::unique_ptr<app::AttachmentFiles::Coming> coming_;
  attachments::Sniffer sniffer_;
};

/// Where the caller may bring a file at all, and now; else the call is answered.
std::unique_ptr<UploadGate::Place> place_for(const Core& core, const CallPtr& call) {
  if (const auto never = core.never_may(call->actor, workflow::keep_attachment)) {
    call->respond(problem(403, Findings{*never}, call->trace));
    return nullptr;
  }
  auto place = core.upload_gate().begin(attachments::owner_of(call->actor), core.ports().clock());
  if (place == nullptr) call->respond(busy(429, call->trace, {}, limits::uploads_counted_for));
  return place;
}

/// The pieces of one body, on the pool one after another.
class Pieces final : public net::Incoming, public std::enable_shared_from_this<Pieces> {
 public:
  Pieces(std::shared_ptr<const Core> core, CallPtr call, std::unique_ptr<UploadGate::Place> place)
      : core_(std::move(core)), call_(std::move(call)), place_(std::move(place)) {}

  void take(Bytes piece, Next next) override {
    post([piece = std::move(piece), next = std::move(next)](Pieces& self) mutable {
      if (!self.upload_) self.upload_.emplace(self.core_, self.call_, *self.place_);
      self.upload_->take(piece);
      // The octets are in the file; what the sniffer keeps of them is shorter than a word it looks for.
      next(0);
    });
  }
  void end() override {
    // While it comes, which takes minutes where a line is slow, nothing here waits for it.
    core_->line_up(call_);
    post([](Pieces& self) {
      if (!self.upload_) self.upload_.emplace(self.core_, self.call_, *self.place_);
      self.upload_->finish();
    });
  }

 private:
  template <class Work>
  void post(Work work) {
    const bool taken = core_->ports().service.post(
        app::share_of(call_->actor.role), [self = shared_from_this(), work = std::move(work)]() mutable {
          answering(self->call_, [&] { work(*self); });
        });
    if (!taken) answer_busy(call_);
  }

  std::shared_ptr<const Core> core_;
  CallPtr call_;
  std::unique_ptr<UploadGate::Place> place_;
  std::optional<Upload> upload_;
};

}  // namespace

std::unique_ptr<UploadGate::Place> UploadGate::begin(const std::string& owner, Instant now) {
  constexpr auto largest = static_cast<std::int64_t>(attachments::bounds::file_bytes_max);
  const std::scoped_lock lock{mutex_};
  if (now < day_ || now >= day_ + limits::uploads_counted_for) {
    day_ = now;
    bytes_.clear();
  }
  std::int64_t& bytes = bytes_[owner];
  if (bytes + largest > limits::uploads_of_owner_bytes_max) return nullptr;
  bytes += largest;
  return std::make_unique<Place>(*this, owner);
}

void UploadGate::end(const std::string& owner, std::int64_t bytes) {
  constexpr auto largest = static_cast<std::int64_t>(attachments::bounds::file_bytes_max);
  const std::scoped_lock lock{mutex_};
  // A day that has begun meanwhile knows nothing of it.
  if (const auto found = bytes_.find(owner); found != bytes_.end())
    found->second = std::max(bytes, found->second - largest + bytes);
}

void keep_file(const Core& core, const CallPtr& call) {
  const auto place = place_for(core, call);
  if (place == nullptr) return;
  Upload upload{core.shared_from_this(), call, *place};
  upload.take(call->request.body);
  upload.finish();
}

std::shared_ptr<net::Incoming> stream_file(const Core& core, const CallPtr& call) {
  auto place = place_for(core, call);
  if (place == nullptr) return nullptr;
  return std::make_shared<Pieces>(core.shared_from_this(), call, std::move(place));
}

}  // namespace lintas::api
