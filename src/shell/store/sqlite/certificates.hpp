#pragma once

#include <cstdint>

#include "base/bytes.hpp"
#include "shell/store/sqlite/database.hpp"

/// Certificates of evidence, each kept once: cut out where a row is written, put back where it is read, so
/// that nobody outside knows of it (docs/adr/0030-certificates-of-evidence.md).
namespace lintas::store {

/// Which of a row's columns something was cut out of.
enum class CutOf : std::uint8_t { envelope = 0, receipt = 1 };

class CertificateWrites {
 public:
  explicit CertificateWrites(Database& database);

  /// `stored` without its certificates; where they belong is added to `places`, for the row to keep.
  [[nodiscard]] Bytes cut(ByteView stored, CutOf column, Bytes& places);

 private:
  Statement add_;
  Statement find_;
};

class CertificateReads {
 public:
  explicit CertificateReads(Database& database);

  /// What was cut, as it was. A certificate that is not there is left out: who unpacks it finds the damage.
  [[nodiscard]] Bytes whole(Bytes kept, CutOf column, ByteView places);

 private:
  Statement read_;
};

}  // namespace lintas::store
