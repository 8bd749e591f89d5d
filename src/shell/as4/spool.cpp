#include "shell/as4/spool.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <expected>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <mutex>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/require.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/sink.hpp"

namespace lintas::as4 {

namespace {

using Done = std::expected<void, Refused>;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), std::string{"spool of payloads: "} + what);
}

bool is_want_of_room() { return errno == ENOSPC || errno == EDQUOT || errno == EMFILE || errno == ENFILE; }

/// Readable and writable, without a name; -1 where there is no room for one.
int nameless_file(const std::filesystem::path& folder) {
  std::string name = (folder / "payload-XXXXXX").string();
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) {
    if (is_want_of_room()) return -1;
    fail("a file cannot be made");
  }
  if (::unlink(name.c_str()) != 0) {
    ::close(file);
    fail("the name of a file cannot be taken away");
  }
  return file;
}

}  // namespace

Spool::Spool(std::filesystem::path folder, app::Entropy& entropy, SpoolLimits limits)
    : folder_(std::move(folder)), entropy_(entropy), limits_(limits) {}

std::size_t Spool::bytes() const {
  const std::scoped_lock lock{mutex_};
  return bytes_;
}

/// Whoever is alone takes half; the next one finds as much as is left to it and those that come after it.
bool Spool::take(const std::string& partner, std::size_t bytes) {
  const std::scoped_lock lock{mutex_};
  const auto found = by_partner_.find(partner);
  const std::size_t before = found == by_partner_.end() ? 0 : found->second;
  const std::size_t free = limits_.file_bytes - bytes_;
  if (bytes > free || before + bytes > free - bytes) return false;
  bytes_ += bytes;
  by_partner_[partner] = before + bytes;
  return true;
}

void Spool::give_back(const std::string& partner, std::size_t bytes) {
  if (bytes == 0) return;
  const std::scoped_lock lock{mutex_};
  bytes_ -= bytes;
  const auto found = by_partner_.find(partner);
  found->second -= bytes;
  if (found->second == 0) by_partner_.erase(found);
}

class Contents::Place final : public Sink {
 public:
  explicit Place(Contents& contents) : contents_(contents) {}
  Done take(ByteView piece) override { return contents_.append(piece); }
  Done close() override { return contents_.close(); }

 private:
  Contents& contents_;
};

Contents::Contents(std::shared_ptr<Spool> spool) : spool_(std::move(spool)) {}

Contents::~Contents() {
  if (file_ >= 0) ::close(file_);
  spool_->give_back(partner_, written_);
}

std::unique_ptr<Sink> Contents::add(std::string_view partner) {
  require(parts_.empty() || partner == partner_, "a message is of one partner");
  partner_ = partner;
  parts_.emplace_back();
  encryptor_.reset();
  return std::make_unique<Place>(*this);
}

std::unexpected<Refused> Contents::no_room() {
  lacked_room_ = true;
  return refused(Error::other, "there is no room for payloads now");
}

Done Contents::append(ByteView piece) {
  if (piece.size() > spool_->limits().message_bytes - size_)
    return refused(Error::mime_inconsistency, "the payloads together are larger than a message may be");
  Part& part = parts_.back();
  const bool fits = !part.in_file && piece.size() <= spool_->limits().memory_bytes - memory_;
  if (fits) {
    part.octets.insert(part.octets.end(), piece.begin(), piece.end());
    memory_ += piece.size();
    size_ += piece.size();
    return {};
  }
  if (!part.in_file) {
    if (auto moved = move_to_file(); !moved) return moved;
  }
  auto sealed = seal(piece);
  if (sealed) size_ += piece.size();
  return sealed;
}

/// What was kept of the payload so far is sealed as its beginning.
Done Contents::move_to_file() {
  if (file_ < 0) file_ = nameless_file(spool_->folder_);
  if (file_ < 0) return no_room();
  if (!key_) key_ = crypto::ContentKey::draw(spool_->entropy_);
  encryptor_.emplace(*key_, crypto::draw_iv(spool_->entropy_));
  Part& part = parts_.back();
  part.in_file = true;
  part.offset = written_;
  const Bytes begun = std::exchange(part.octets, {});
  memory_ -= begun.size();
  return seal(begun);
}

Done Contents::seal(ByteView piece) {
  if (!encryptor_) throw Bug("what is sealed is of an open part", std::source_location::current());
  crypto::Encryptor& encryptor = *encryptor_;
  while (!piece.empty()) {
    const ByteView slice = piece.first(std::min(piece.size(), bounds::opened_piece_bytes));
    piece = piece.subspan(slice.size());
    sealed_.clear();
    encryptor.add(slice, sealed_);
    if (auto written = write(sealed_); !written) return written;
  }
  return {};
}

Done Contents::close() {
  if (!encryptor_) return {};
  sealed_.clear();
  encryptor_->finish(sealed_);
  encryptor_.reset();
  return write(sealed_);
}

Done Contents::write(ByteView sealed) {
  if (lacked_room_ || !spool_->take(partner_, sealed.size())) return no_room();
  written_ += sealed.size();
  parts_.back().size += sealed.size();
  while (!sealed.empty()) {
    const ssize_t count = ::write(file_, sealed.data(), sealed.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && is_want_of_room()) return no_room();
    if (count < 0) fail("it cannot be written");
    sealed = sealed.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

Done Contents::give(std::size_t i, Sink& sink) const {
  const Part& part = parts_.at(i);
  if (!part.in_file) {
    if (auto taken = sink.take(part.octets); !taken) return taken;
    return sink.close();
  }
  crypto::Decryptor decryptor{certain(key_, "what lies in the file was sealed with a key")};
  Bytes sealed(std::min(part.size, bounds::opened_piece_bytes));
  Bytes plain;
  for (std::size_t done = 0; done < part.size;) {
    const std::size_t wanted = std::min(sealed.size(), part.size - done);
    const ssize_t count = ::pread(file_, sealed.data(), wanted, static_cast<off_t>(part.offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("it cannot be read");
    if (count == 0) throw std::runtime_error{"spool of payloads: something is missing in it"};
    plain.clear();
    decryptor.add(ByteView{sealed}.first(static_cast<std::size_t>(count)), plain);
    if (auto taken = sink.take(plain); !taken) return taken;
    done += static_cast<std::size_t>(count);
  }
  if (!decryptor.finish()) throw std::runtime_error{"spool of payloads: it is not what was written"};
  return sink.close();
}

ByteView Contents::at(std::size_t i, Bytes& room) const {
  const Part& part = parts_.at(i);
  if (!part.in_file) return part.octets;
  room.clear();
  room.reserve(part.size);
  BytesSink whole{room};
  require(give(i, whole).has_value(), "memory refuses nothing");
  return room;
}

}  // namespace lintas::as4
