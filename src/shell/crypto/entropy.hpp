#pragma once

#include <cstddef>
#include <span>

#include "shell/app/ports.hpp"

namespace lintas::crypto {

/// Random bytes that nobody can foresee. Fails by require: without them a node must not go on.
class SystemEntropy final : public app::Entropy {
 public:
  void fill(std::span<std::byte> out) override;
};

}  // namespace lintas::crypto
