#pragma once

#include "lang/text/source.h"

#include <cstddef>
#include <map>
#include <tuple>

/// Which words of a contract a run has tried, and how they came out. A run that is asked to notes it (Options::tried); it changes no figure.
namespace whereas::evaluate {

class Tried {
 public:
  struct Count {
    std::size_t took_effect = 0;  ///< the line changed what reached it, the tier was entered, the exception ruled, the condition held
    std::size_t let_pass = 0;     ///< it did not
  };
  /// `part`: of several at one place: the operands of `the greater of`, counted from 1; what a line carried, 1.
  void mark(Span said, bool took_effect, std::size_t part = 0) {
    Count& count = counts_[{said.source, said.begin, said.end, part}];
    ++(took_effect ? count.took_effect : count.let_pass);
  }
  Count at(Span said, std::size_t part = 0) const {
    const auto found = counts_.find({said.source, said.begin, said.end, part});
    return found == counts_.end() ? Count{} : found->second;
  }

 private:
  std::map<std::tuple<SourceId, std::uint32_t, std::uint32_t, std::size_t>, Count> counts_;
};

}  // namespace whereas::evaluate
